using System.Text;
using AotSse.Client;
using AotSse.Client.Tests.Payloads;
using AotSse.Client.Tests.Streams;
using static AotSse.Client.Tests.Payloads.ShapesClient;
using static AotSse.Client.Tests.Streams.ShopClient;

namespace AotSse.ClientSample;

/// <summary>Subscribes to every stream of the server, and prints its first events.</summary>
internal static class Listener
{
    // A position that no log knows: a gap comes first, then all that is retained.
    private const string All = "x";

    public static async Task<int> RunAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var shop = new ShopClient(http, new EventStreamClientOptions { MaxAttempts = 3 });
        var pulls = new PullsClient(http);

        await foreach (var e in shop.Prices("A/B", All).Take(3)) Console.WriteLine(e switch
        {
            PricesEvent.PriceChanged price => $"{price.Symbol} costs {price.Price} at {price.At:O}",
            PricesEvent.Halted halted => $"{halted.Symbol} is halted: {halted.Reason ?? "null"} {halted.Kind}",
            PricesEvent.Gap gap => $"gap: {gap.Info.Reason}",
            _ => "unknown",
        });
        await foreach (var e in shop.Orders(Guid.Empty, All).Skip(1).Take(1)) Console.WriteLine(e is OrdersEvent.OrderChanged { Order: var order } ? $"{order.Note} {order.Lines[0]} {order.Tags["t"][1]} {order.State}" : $"{e}");
        await foreach (var e in shop.Days(new DateOnly(2026, 1, 2), HaltKind.News, All).Skip(1).Take(1)) Console.WriteLine(e is DaysEvent.DayClosed day ? $"{day.Orders} orders" : $"{e}");
        await foreach (var e in shop.News(All).Skip(1).Take(1)) Console.WriteLine(e is NewsEvent.News news ? $"{news.EventName}: {news.Text.Replace('\n', '|')}" : $"{e}");
        await foreach (var e in shop.Named(All).Skip(1).Take(1)) Console.WriteLine(e is NamedEvent.Named named ? $"{named.EventName}: {named.Number}" : $"{e}");
        await foreach (var e in shop.Bytes(All).Skip(1).Take(1)) Console.WriteLine(e is BytesEvent.Bytes bytes ? Encoding.UTF8.GetString(bytes.Utf8.Span) : $"{e}");
        await foreach (var e in shop.Parcels(All).Skip(1).Take(1)) Console.WriteLine(e is ParcelsEvent.ParcelSent sent ? $"{sent.Weight.Grams} {sent.Extra} {Encoding.UTF8.GetString(sent.Raw.Span)}" : $"{e}");
        await foreach (var text in pulls.Ticks("Rome", 10).Skip(1).Take(1)) Console.WriteLine(text.Replace('\n', '|'));
        await foreach (var line in pulls.Count(7, "note").Take(1)) Console.WriteLine(line);
        await foreach (var item in pulls.Items("a/b", "3").Take(3)) Console.WriteLine($"{item.EventType} {item.EventId}: {item.Data}");
        await foreach (var e in new ShapesClient(http).Shapes(All).Skip(1).Take(12)) Console.WriteLine(Text(e));
        return 0;
    }

    private static string Text(ShapesEvent e) => e switch
    {
        ShapesEvent.Inherited { Value: var v } => $"{v.Id} {v.Required} {v.Name} {v.Renamed} {v.Field} {v.ByName} {v.MaybeByName}",
        ShapesEvent.Choice { Value: var v } => $"{v.A} {v.B}",
        ShapesEvent.Fixed { Value: var v } => $"{v.Number} {v.Text}",
        ShapesEvent.Changed { Value: var v } => $"{v.A} {v.B}",
        ShapesEvent.Drawn { Value: var v } => $"{v.First} {v.All[0]}",
        ShapesEvent.Grown { Value: var v } => $"{v.Value} {v.Children[0].Value}",
        ShapesEvent.Anything { Value: var v } => $"{v.Element} {v.Node?.ToJsonString()}",
        ShapesEvent.Boxed { Value: var v } => $"{v.Value}",
        ShapesEvent.Texted { Value: var v } => $"{v.Number} {v.Price} {v.Many[0]}",
        ShapesEvent.Maybe { Value: var v } => $"{v.Bool} {v.Decimal} {v.Color} {v.Fruit} {v.Point}",
        ShapesEvent.Mapped { Value: var v } => $"{v.Text["a"]} {v.ByNumber.Count} {v.ByGuid[default]} {v.ByEnum[Color.Green]}",
        ShapesEvent.Spread spread => $"{spread.A} {spread.B} {spread.Class} {spread.D[0]} {spread.E} {spread.F?.Single()}",
        _ => $"{e}",
    };

    // System.Linq has these for asynchronous sequences from net10.0 on.
    private static async IAsyncEnumerable<T> Take<T>(this IAsyncEnumerable<T> items, int count)
    {
        await foreach (var item in items)
        {
            yield return item;
            if (--count == 0) yield break;
        }
    }

    private static async IAsyncEnumerable<T> Skip<T>(this IAsyncEnumerable<T> items, int count)
    {
        await foreach (var item in items)
            if (--count < 0) yield return item;
    }
}
