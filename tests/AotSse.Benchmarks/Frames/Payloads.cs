using System.Text.Json.Serialization;

namespace AotSse.Benchmarks.Frames;

/// <summary>A price: the small event that streams send most.</summary>
internal sealed record Tick(string Symbol, decimal Price, DateTimeOffset At);

/// <summary>A flat record of every common kind of member.</summary>
internal sealed record Order(
    Guid Id,
    long Number,
    string Customer,
    string Symbol,
    Side Side,
    int Quantity,
    decimal Price,
    decimal? Limit,
    double Fee,
    bool IsUrgent,
    DateTimeOffset PlacedAt,
    DateOnly GoodUntil,
    string? Note);

/// <summary>What shops send: an object of objects, with twenty lines.</summary>
internal sealed record Purchase(Guid Id, string Customer, DateTimeOffset PlacedAt, decimal Total, Side Side, IReadOnlyList<PurchaseLine> Lines);

internal sealed record PurchaseLine(string Sku, string Name, int Quantity, decimal Price, bool IsGift);

/// <summary>The samples of a second.</summary>
internal sealed record Samples(DateTimeOffset At, double[] Values);

internal enum Side
{
    Buy,
    Sell,
}

/// <summary>A line of a log, whose text JSON has to escape.</summary>
internal sealed record LogLine(DateTimeOffset At, string Level, string Message);

/// <summary>Numbers alone, as a sensor sends them.</summary>
internal sealed record Numbers(int A, int B, int C, int D, long E, long F, double G, double H, decimal I, decimal J);

/// <summary>What the peer serializes with: its fastest path, code that writes each property without metadata.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(Tick))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Purchase))]
[JsonSerializable(typeof(Samples))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(Numbers))]
internal sealed partial class PayloadJson : JsonSerializerContext;
