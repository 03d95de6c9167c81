using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>What the generator wrote of one method: an event of a push stream, or a pull stream.</summary>
internal sealed class EventContract
{
    private EventContract(JsonElement json)
    {
        Path = json.GetProperty("path").GetString()!;
        IsPush = json.GetProperty("kind").ValueEquals("push");
        Method = json.GetProperty("method").GetString()!;
        EventName = Text(json, "event");
        Description = Text(json, "description");
        Parameters = ParametersOf(json);
        Data = json.TryGetProperty("data", out var data) ? data : null;
        Schemas = SchemasOf(json);
    }

    /// <summary>The path, with its parameters in braces.</summary>
    public string Path { get; }

    public bool IsPush { get; }

    /// <summary>Type and method, with a dot.</summary>
    public string Method { get; }

    /// <summary>The name of the method alone.</summary>
    public string MethodName => Method[(Method.LastIndexOf('.') + 1)..];

    /// <summary>The <c>event</c> field; <see langword="null"/> when the app chooses it for each event.</summary>
    public string? EventName { get; }

    public string? Description { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The schema of the data; none for text.</summary>
    public JsonElement? Data { get; }

    /// <summary>The schemas that <see cref="Data"/> refers to, and they to each other, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Schemas { get; }

    /// <exception cref="JsonException">It is no JSON, or not what the generator writes.</exception>
    public static EventContract Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        try
        {
            return new EventContract(JsonElement.ParseValue(ref reader));
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException)
        {
            throw new JsonException("This is no contract of an event stream.", wrong);
        }
    }

    private static List<Parameter> ParametersOf(JsonElement json)
    {
        var found = new List<Parameter>();
        if (!json.TryGetProperty("parameters", out var parameters)) return found;
        foreach (var parameter in parameters.EnumerateArray()) found.Add(new Parameter(parameter));
        return found;
    }

    private static Dictionary<string, JsonElement> SchemasOf(JsonElement json)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!json.TryGetProperty("schemas", out var schemas)) return found;
        foreach (var schema in schemas.EnumerateObject()) found.Add(schema.Name, schema.Value);
        return found;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>What a client sends with a subscription.</summary>
    internal sealed class Parameter(JsonElement json)
    {
        public string Name { get; } = json.GetProperty("name").GetString()!;

        /// <summary><c>path</c>, <c>query</c> or <c>header</c>.</summary>
        public string Place { get; } = json.GetProperty("in").GetString()!;

        public bool IsRequired { get; } = json.GetProperty("required").GetBoolean();

        /// <summary>Whether it takes the rest of the path, with its slashes.</summary>
        public bool IsCatchAll { get; } = json.TryGetProperty("catchAll", out _);

        public string? Description { get; } = Text(json, "description");

        public JsonElement Schema { get; } = json.GetProperty("schema");
    }
}
