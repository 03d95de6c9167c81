using System.Text.Json;
using System.Text.Json.Serialization;

namespace AotSse.Generators.Tests.Payloads;

// What is in extension data stands in the object itself, behind all members.
#pragma warning disable CA1051, CA2227

public sealed class Extended
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }

    public int First { get; set; }

    [JsonPropertyOrder(9)]
    public string? Last { get; set; }
}

public sealed class OnlyExtension
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Everything { get; set; }
}

[JsonDerivedType(typeof(ExtendedCase), "case")]
public class ExtendedBase
{
    [JsonExtensionData, JsonInclude]
    public SortedDictionary<string, JsonElement>? More;
}

public sealed class ExtendedCase : ExtendedBase
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Extended? Inner { get; set; }
}
