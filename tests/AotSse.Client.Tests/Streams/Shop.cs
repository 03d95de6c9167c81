using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AotSse.Client.Tests.Streams;

// Streams of every kind, as a service would declare them.
public sealed partial class Shop
{
    [EventStream("/prices/{symbol}")]
    public partial void PriceChanged(string symbol, decimal price, DateTimeOffset at);

    [EventStream("/prices/{symbol}", Event = "halted", Retain = 20)]
    public partial void Halted(string symbol, string? reason, HaltKind kind);

    [EventStream("/orders/{id}")]
    public partial void OrderChanged(Guid id, [Payload] Order order);

    [EventStream("/days/{day}/{kind}")]
    public partial void DayClosed(DateOnly day, HaltKind kind, [Payload] int? orders);

    [EventStream("/news")]
    public partial void News([EventName] string? name, [Payload] string text);

    [EventStream("/named")]
    public partial void Named([EventName] string? name, int number);

    [EventStream("/bytes")]
    public partial void Bytes([Payload] ReadOnlyMemory<byte> utf8);

    [EventStream("/parcels", JsonContext = typeof(ParcelContext))]
    public partial void ParcelSent(Weight weight, JsonElement extra, ReadOnlyMemory<byte> raw);
}

public static partial class Pulls
{
    [EventStream("/clock/{zone}")]
    public static async partial IAsyncEnumerable<string> Ticks(string zone, int? every, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; i < 3; i++)
        {
            yield return $"{zone} {i * (every ?? 1)}\nline";
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
        }

        await Task.Delay(Timeout.Infinite, cancellation);
    }

    [EventStream("/count", Event = "number")]
    public static async partial IAsyncEnumerable<Line> Count(int from, [Microsoft.AspNetCore.Mvc.FromHeader(Name = "X-Note")] string? note, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = from; i < from + 2; i++) yield return new Line(note ?? "-", i, 0.5m);
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    [EventStream("/items/{**path}")]
    public static async partial IAsyncEnumerable<SseItem<int>> Items(string path, [LastEventId] string? last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Two for each connection: the client has to come back for more.
        var next = int.Parse(last ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = next + 1; i <= next + 2; i++) yield return new SseItem<int>(i, path) { EventId = $"{i}", ReconnectionInterval = TimeSpan.FromMilliseconds(1) };
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
    }
}

public enum HaltKind
{
    News,
    Volatility = 7,
}

public sealed record Line(string Sku, int Quantity, decimal Price);

public sealed record Order(Guid Id, string? Note, IReadOnlyList<Line> Lines, Dictionary<string, int[]> Tags, OrderState State);

[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    Open,
    [JsonStringEnumMemberName("on its way")]
    Sent,
}

[JsonConverter(typeof(WeightConverter))]
public readonly record struct Weight(int Grams);

internal sealed class WeightConverter : JsonConverter<Weight>
{
    public override Weight Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(int.Parse(reader.GetString()![..^1], System.Globalization.CultureInfo.InvariantCulture));

    public override void Write(Utf8JsonWriter writer, Weight value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Grams}g");
}

[JsonSerializable(typeof(Weight))]
internal sealed partial class ParcelContext : JsonSerializerContext;

[EventStreamClient(typeof(Shop))]
public sealed partial class ShopClient;

[EventStreamClient(typeof(Pulls))]
public sealed partial class PullsClient;
