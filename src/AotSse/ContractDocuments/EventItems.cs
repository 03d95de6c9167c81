using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>The schemas of events as they stand on the wire: an object of the fields of a block (WHATWG HTML, section 9.2.6), each field as text.</summary>
internal sealed class EventItems
{
    private const string Gap = "GapEvent";

    private readonly SchemaSet _schemas;
    private readonly Dictionary<EventContract, string> _names = [];
    private readonly string _gap;

    public EventItems(IEnumerable<StreamContract> streams, SchemaSet schemas)
    {
        _schemas = schemas;
        var given = schemas.All.Select(static schema => schema.Name).ToHashSet(StringComparer.Ordinal);
        _gap = Identifiers.Unique(Gap, given);
        foreach (var found in streams.SelectMany(static stream => stream.Events))
        {
            var name = Identifiers.Pascal(found.MethodName);
            _names.Add(found, Identifiers.Unique(name.EndsWith("Event", StringComparison.Ordinal) ? name : name + "Event", given));
        }
    }

    /// <summary>The names of the events of a stream; those of push streams may have a gap.</summary>
    public IEnumerable<string> NamesOf(StreamContract stream) => stream.Events.Select(found => _names[found]).Concat(stream.IsPush ? [_gap] : []);

    public string NameOf(EventContract found) => _names[found];

    /// <summary>Writes a schema for each event.</summary>
    public void Write(Utf8JsonWriter json)
    {
        foreach (var (found, name) in _names)
        {
            Begin(json, name, found.Description, found.EventName is null or "message" ? null : found.EventName);
            if (found.EventName is null) WriteText(json, "event");
            json.WriteStartObject("data");
            json.WriteString("type", "string");
            if (found.Data is { } data)
            {
                json.WriteString("contentMediaType", "application/json");
                json.WritePropertyName("contentSchema");
                _schemas.Write(json, found, data);
            }

            json.WriteEndObject();
            End(json);
        }

        if (_names.Keys.Any(static found => found.IsPush)) WriteGap(json);
    }

    private void WriteGap(Utf8JsonWriter json)
    {
        Begin(json, _gap, "Says that events were missed, because they are no longer retained. Everything that still is follows.", "gap");
        json.WritePropertyName("data");
        json.WriteRawValue("""
            {"type":"string","contentMediaType":"application/json","contentSchema":{"type":"object","properties":{
            "lastEventId":{"type":["string","null"]},"oldest":{"type":["string","null"]},"reason":{"enum":["evicted","epoch","lagged","unknown"]}},
            "required":["lastEventId","oldest","reason"]}}
            """u8);
        End(json);
    }

    private static void Begin(Utf8JsonWriter json, string name, string? description, string? eventName)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "object");
        if (description is not null) json.WriteString("description", description);
        json.WriteStartArray("required");
        if (eventName is not null) json.WriteStringValue("event");
        json.WriteStringValue("data");
        json.WriteEndArray();
        json.WriteStartObject("properties");
        if (eventName is null) return;
        json.WriteStartObject("event");
        json.WriteString("const", eventName);
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json)
    {
        WriteText(json, "id");
        json.WriteStartObject("retry");
        json.WriteString("type", "integer");
        json.WriteNumber("minimum", 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "string");
        json.WriteEndObject();
    }
}
