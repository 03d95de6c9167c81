using System.Text;
using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>
/// The schemas of all events under names of their own. Two events may know different types by one name, and one type in common: schemas are the same
/// when they, and all that they refer to, read the same.
/// </summary>
internal sealed class SchemaSet
{
    private const string References = "#/components/schemas/";

    private readonly Dictionary<(EventContract, string), string> _names = [];
    private readonly SortedDictionary<string, NamedSchema> _schemas = new(StringComparer.Ordinal);

    public SchemaSet(IEnumerable<EventContract> events)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var found in events)
        {
            foreach (var (name, schema) in found.Schemas)
            {
                var text = Closure(found, name);
                if (!known.TryGetValue(text, out var unique))
                {
                    unique = Identifiers.Unique(name, given);
                    known.Add(text, unique);
                    _schemas.Add(unique, new NamedSchema(unique, found, schema));
                }

                _names.Add((found, name), unique);
            }
        }
    }

    /// <summary>All of them, by name.</summary>
    public IEnumerable<NamedSchema> All => _schemas.Values;

    /// <summary>Takes a name for a schema that is no event's.</summary>
    public bool IsTaken(string name) => _schemas.ContainsKey(name);

    /// <summary>The schema that a <c>$ref</c> of an event refers to.</summary>
    public string Target(EventContract from, JsonElement reference) => _names[(from, LocalName(reference))];

    /// <summary>Writes a schema with its references under the names of this set.</summary>
    public void Write(Utf8JsonWriter json, EventContract from, JsonElement schema, string? description = null)
    {
        json.WriteStartObject();
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.NameEquals("description") && description is not null) continue;
            json.WritePropertyName(keyword.Name);
            switch (keyword.Name)
            {
                case "$ref":
                    json.WriteStringValue(References + Target(from, keyword.Value));
                    break;
                case "properties":
                    json.WriteStartObject();
                    foreach (var property in keyword.Value.EnumerateObject())
                    {
                        json.WritePropertyName(property.Name);
                        Write(json, from, property.Value);
                    }

                    json.WriteEndObject();
                    break;
                case "anyOf" or "oneOf":
                    json.WriteStartArray();
                    foreach (var inner in keyword.Value.EnumerateArray()) Write(json, from, inner);
                    json.WriteEndArray();
                    break;
                case "items" or "additionalProperties" or "propertyNames":
                    Write(json, from, keyword.Value);
                    break;
                default:
                    keyword.Value.WriteTo(json);
                    break;
            }
        }

        if (description is not null) json.WriteString("description", description);
        json.WriteEndObject();
    }

    private static string LocalName(JsonElement reference) => reference.GetString()![References.Length..];

    /// <summary>A schema and all it refers to, as text.</summary>
    private static string Closure(EventContract from, string name)
    {
        var text = new StringBuilder();
        var names = new List<string> { name };
        for (var i = 0; i < names.Count; i++)
        {
            text.Append(names[i]).Append('=').Append(from.Schemas[names[i]].GetRawText()).Append('\n');
            Collect(from.Schemas[names[i]], names);
        }

        return text.ToString();
    }

    private static void Collect(JsonElement json, List<string> names)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray()) Collect(item, names);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in json.EnumerateObject())
            {
                if (!member.NameEquals("$ref") || member.Value.ValueKind != JsonValueKind.String) Collect(member.Value, names);
                else if (LocalName(member.Value) is var name && !names.Contains(name)) names.Add(name);
            }
        }
    }
}
