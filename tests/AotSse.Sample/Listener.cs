using AotSse.Sample.Library;
using static AotSse.Sample.CountersClient;
using static AotSse.Sample.DrawingsClient;
using static AotSse.Sample.FilesClient;
using static AotSse.Sample.Library.AlertsClient;
using static AotSse.Sample.NewsClient;
using static AotSse.Sample.OrdersClient;
using static AotSse.Sample.PricesClient;

namespace AotSse.Sample;

/// <summary>Subscribes to every stream, one after the other, and prints the events that are there.</summary>
internal static class Listener
{
    // A position that no log knows: a gap comes first, then all that is retained.
    private const string All = "x";

    public static async Task<int> RunAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await PrintAsync(new PricesClient(http).Prices("MSFT", All), 3, static e => e switch
        {
            PricesEvent.PriceChanged price => $"{price.Symbol} costs {price.Price} at {price.At:O}",
            PricesEvent.Halted halted => $"{halted.Symbol} is halted, {halted.Reason ?? "nobody says why"}",
            PricesEvent.Gap gap => $"gap, {gap.Info.Reason}",
            _ => null,
        });
        await PrintAsync(new OrdersClient(http).Orders(7, All), 2, static e => e is OrdersEvent.OrderChanged { Order: var order }
            ? $"order {order.Id} of {order.Customer}: {order.State}, {order.Lines[0]}, note {order.Note ?? "none"}, {order.Placed:O}, invoice {order.Invoice}"
            : "gap");
        await PrintAsync(new DrawingsClient(http).Drawings(All), 3, static e => e is DrawingsEvent.Drawn drawn ? $"{drawn.Shape}" : "gap");
        await PrintAsync(new CountersClient(http).Counters(All), 2, static e => e is CountersEvent.Counted { Counts: var counts }
            ? $"{counts.Level}, {counts.Totals["all"]} in all, {counts.ByState[OrderState.Shipped]} shipped, {counts.Id}, {counts.Image?.Length} bytes"
            : "gap");
        await PrintAsync(new NewsClient(http).News(All), 2, static e => e is NewsEvent.Told told ? $"{told.EventName}: {told.Text.Replace('\n', '|')}" : "gap");
        await PrintAsync(new FilesClient(http).Files(All), 2, static e => e is FilesEvent.Changed { Root: var root } ? $"{root.Name} holds {root.Children[0].Name} and {root.Children[1].Children[0].Name}" : "gap");
        await PrintAsync(new AlertsClient(http).Alerts(Severity.High, All), 2, static e => e is AlertsEvent.Raised raised ? $"{raised.Severity}: {raised.Text}" : "gap");
        var clock = new ClockClient(http);
        await PrintAsync(clock.Beats("Rome", every: 1), 2, static beat => $"{beat}");
        await PrintAsync(clock.Lines(), 3, static line => line);
        await PrintAsync(clock.Items(after: "4"), 2, static item => $"{item.EventType} {item.EventId}: {item.Data}");
        return 0;
    }

    private static async Task PrintAsync<T>(IAsyncEnumerable<T> events, int count, Func<T, string?> text)
    {
        await foreach (var e in events)
        {
            Console.WriteLine(text(e) ?? $"not expected: {e}");
            if (--count == 0) return;
        }
    }
}
