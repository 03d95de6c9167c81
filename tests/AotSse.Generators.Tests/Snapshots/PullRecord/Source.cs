using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using AotSse;

namespace Shop;

public enum Side : byte
{
    Buy,
    Sell,
}

public record Trade(
    string Symbol,
    [property: JsonPropertyName("px")] decimal Price,
    int? Volume,
    Side Side,
    Side? Other,
    char Grade,
    bool IsFinal,
    Guid Id,
    DateTime At,
    DateOnly Day,
    TimeOnly Time,
    TimeSpan Age,
    double Ratio)
{
    public string? Note { get; init; }

    [JsonIgnore]
    public string Secret { get; init; } = "";

    public int HTTPStatus => 200;

    public string @class => "keyword";

    public static string Shared => "";

    internal string Hidden => "";
}

public readonly struct Point
{
    public double X { get; init; }

    public double Y { get; init; }
}

internal static partial class Trades
{
    [EventStream("/trades")]
    public static async partial IAsyncEnumerable<Trade?> All()
    {
        await Task.Yield();
        yield return null;
    }

    [EventStream("/points", Event = "moved")]
    internal static async partial IAsyncEnumerable<Point> Points()
    {
        await Task.Yield();
        yield return default;
    }

    [EventStream("/maybe-points")]
    private static async partial IAsyncEnumerable<Point?> MaybePoints()
    {
        await Task.Yield();
        yield return null;
    }

    [EventStream("/numbers")]
    public static async partial IAsyncEnumerable<int> Numbers()
    {
        await Task.Yield();
        yield return 1;
    }
}
