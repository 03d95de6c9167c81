using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AotSse.Client.Tests.Payloads;
using AotSse.Client.Tests.Streams;

namespace AotSse.ClientSample;

/// <summary>Serves streams of every kind, with events that are there already.</summary>
internal static class Server
{
    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddEventStreams();
        await using var app = builder.Build();
        app.MapEventStreams();
        Publish(app.Services.GetRequiredService<Shop>());
        Publish(app.Services.GetRequiredService<Shapes>());
        await app.StartAsync();
        Console.WriteLine($"Listening on {app.Urls.Single()}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void Publish(Shop shop)
    {
        shop.PriceChanged("A/B", 410.25m, DateTimeOffset.UnixEpoch);
        shop.Halted("A/B", null, HaltKind.Volatility);
        shop.OrderChanged(Guid.Empty, new Order(Guid.Empty, "ü", [new Line("x", 2, 0.5m)], new() { ["t"] = [1, 2] }, OrderState.Sent));
        shop.DayClosed(new DateOnly(2026, 1, 2), HaltKind.News, 5);
        shop.News("flash", "two\nlines");
        shop.Named("n", 4);
        shop.Bytes("raw"u8.ToArray());
        shop.ParcelSent(new Weight(250), JsonDocument.Parse("[1]").RootElement, "{}"u8.ToArray());
    }

    private static void Publish(Shapes shapes)
    {
        shapes.Inherited(new Derived { Id = 1, Required = "r", Name = "n", Renamed = 3, Field = 0.5, ByName = Color.Green, MaybeByName = Color.Red });
        shapes.Choice(new Chosen(1, "b"));
        shapes.Fixed(new Fixed(3, "f"));
        shapes.Changed(new Mutable { A = 1, B = "m" });
        shapes.Drawn(new Drawing(new Circle("c", 1.5), [new Square(null, 2)]));
        shapes.Grown(new Tree(1, [new Tree(2, [], null)], null));
        shapes.Anything(new Any(JsonDocument.Parse("{}").RootElement, JsonNode.Parse("[2]")));
        shapes.Boxed(new Box<Box<int>>(new Box<int>(1, 2), null!));
        shapes.Texted(new Texts(1, 2.5m, [3]));
        shapes.Maybe(new Maybes(true, null, 1.5m, null, null, "t", Color.Green, Fruit.Pear, new Point(1, 2), null));
        shapes.Mapped(new Maps(new() { ["a"] = 1 }, new Dictionary<int, Point?> { [1] = null }, new Dictionary<Guid, string?> { [default] = "g" }, [], new(), ImmutableDictionary<string, bool>.Empty, new() { [Color.Green] = Fruit.Pear }, []));
        shapes.Spread(1, new Point(2, 3), "c", [Fruit.Pear], Color.Green, ImmutableHashSet.Create(7), null);
    }
}
