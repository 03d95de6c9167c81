using System.Text.Json.Serialization;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>A value and one that may be missing, as members.</summary>
public sealed record Pair<T>(T Value, T? Maybe) where T : struct;

/// <summary>Texts as members.</summary>
public sealed record Texts(string Value, string? Maybe);

#pragma warning disable CA1822 // Members of instances, as serializers want them.
/// <summary>Every rule of naming and leaving out, on members of a class.</summary>
public class Annotated
{
    /// <summary>Loses its run of capitals.</summary>
    public int HTTPStatusCode { get; set; }

    /// <summary>Has a name of its own, every character of which is escaped or not as JavaScriptEncoder does.</summary>
    [JsonPropertyName("näme <>&'+\"\\/`\u007f\u2028 \ud83d\ude00 ~")]
    public string? Named { get; init; }

    /// <summary>Is left out.</summary>
    [JsonIgnore]
    public string Ignored => "ignored";

    /// <summary>Is not left out, though it says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Kept { get; init; }

    /// <summary>Is left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Always)]
    public int Always { get; init; }

    /// <summary>A name that is a keyword.</summary>
    public bool @class { get; init; }

    /// <summary>One letter.</summary>
    public char X { get; init; }

    /// <summary>Not ASCII.</summary>
    public string Ärger { get; init; } = "";

    /// <summary>An underscore comes first.</summary>
    public int _private { get; init; }

    /// <summary>Cannot be read.</summary>
    public int WriteOnly
    {
        set => HTTPStatusCode = value;
    }

    /// <summary>Cannot be read from outside.</summary>
    public int HalfOpen { internal get; set; }

    /// <summary>Is no property.</summary>
    public const int Constant = 1;

    /// <summary>Belongs to no instance.</summary>
    public static int Shared => 1;

    internal int Hidden => 1;
}

/// <summary>A struct.</summary>
public readonly record struct Place(double X, double Y, Guid? Id);

/// <summary>A record with members before and after those of its constructor.</summary>
public record Mixed(int First, string? Second)
{
    /// <summary>Stands in the body.</summary>
    public int Third { get; init; }

    /// <summary>Is computed.</summary>
    public int Sum => First + Third;
}

/// <summary>A record without members.</summary>
public sealed record Empty;
