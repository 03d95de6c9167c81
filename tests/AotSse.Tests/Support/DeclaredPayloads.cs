using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AotSse.Hosting;

namespace AotSse.Tests.Support;

/// <summary>An amount of money, which a converter of the app writes as <c>"12.50 EUR"</c>.</summary>
[JsonConverter(typeof(MoneyConverter))]
internal readonly record struct Money(decimal Amount, string Currency);

internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue($"{value.Amount} {value.Currency}");
}

/// <summary>A member with a converter, so that only all of it can be written by the context.</summary>
internal sealed record Receipt(string Shop, [property: JsonConverter(typeof(MoneyConverter))] Money Total);

internal sealed record Basket(string Owner, Money Total, Money? Discount, List<Money> Prices, Receipt? Receipt);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(Money))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(Basket))]
internal sealed partial class ShopContext : JsonSerializerContext;

internal sealed record RawParts(string Name, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte>? Maybe);

internal enum Rank
{
    Low,
    High,
}

[JsonDerivedType(typeof(Scored), "scored")]
internal abstract record Result(int Id);

internal sealed record Scored(int Id, double Points) : Result(Id);

/// <summary>Every kind of part that a payload without an allocation may have.</summary>
internal sealed record Report(
    string Title,
    List<Scored> Scores,
    IReadOnlyList<int> Numbers,
    IEnumerable<string> Words,
    IReadOnlyDictionary<string, int> Counts,
    Dictionary<Rank, double> ByRank,
    int[][] Rows,
    Result Best,
    byte[] Bytes,
    JsonElement Element,
    ReadOnlyMemory<byte> Raw,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Rank>))] Rank Rank,
    Report? Next);

/// <summary>Payloads whose writers are of interest; nobody runs the bodies.</summary>
internal static partial class PayloadStreams
{
    public static EventWriter<Basket> Basket => WriteBasketsItem;

    public static EventWriter<Money> Money => WriteAmountsItem;

    public static EventWriter<RawParts> Raw => WriteRawsItem;

    public static EventWriter<Report> Report => WriteReportsItem;

    public static EventWriter<JsonNode?> Node => WriteNodesItem;

    [EventStream("/payloads/baskets", JsonContext = typeof(ShopContext))]
    private static partial IAsyncEnumerable<Basket> Baskets() => AsyncEnumerable.Empty<Basket>();

    [EventStream("/payloads/amounts", JsonContext = typeof(ShopContext))]
    private static partial IAsyncEnumerable<Money> Amounts() => AsyncEnumerable.Empty<Money>();

    [EventStream("/payloads/raw")]
    private static partial IAsyncEnumerable<RawParts> Raws() => AsyncEnumerable.Empty<RawParts>();

    [EventStream("/payloads/reports")]
    private static partial IAsyncEnumerable<Report> Reports() => AsyncEnumerable.Empty<Report>();

    [EventStream("/payloads/nodes")]
    private static partial IAsyncEnumerable<JsonNode?> Nodes() => AsyncEnumerable.Empty<JsonNode?>();
}
