using System.Buffers;
using System.Text.Json;
using static AotSse.ContractDocuments.JsonDocuments;

namespace AotSse.ContractDocuments;

/// <summary>Writes an AsyncAPI 3.0 document: a channel for each stream, a message for each event, and that the app sends them.</summary>
internal sealed class AsyncApiDocument(EventStreamContracts contracts, IReadOnlyList<StreamContract> streams, SchemaSet schemas)
{
    private const string BindingVersion = "0.3.0";

    private readonly EventItems _items = new(streams, schemas);

    public void Write(IBufferWriter<byte> output) => JsonDocuments.Write(output, json =>
    {
        json.WriteString("asyncapi", "3.0.0");
        WriteInfo(json, contracts);
        json.WriteString("defaultContentType", "application/json");
        json.WriteStartObject("channels");
        foreach (var stream in streams) WriteChannel(json, stream);
        json.WriteEndObject();

        json.WriteStartObject("operations");
        foreach (var stream in streams) WriteOperation(json, stream);
        json.WriteEndObject();

        json.WriteStartObject("components");
        json.WriteStartObject("messages");
        foreach (var found in streams.SelectMany(static stream => stream.Events)) WriteMessage(json, found);
        json.WriteEndObject();
        json.WriteStartObject("schemas");
        WriteSchemas(json, schemas);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private void WriteChannel(Utf8JsonWriter json, StreamContract stream)
    {
        json.WriteStartObject(stream.Name);
        json.WriteString("address", contracts.BasePath + stream.Path);
        WriteDescription(json, stream.Description);
        json.WriteStartObject("messages");
        foreach (var found in stream.Events)
        {
            json.WritePropertyName(_items.NameOf(found));
            WriteReference(json, "#/components/messages/" + _items.NameOf(found));
        }

        json.WriteEndObject();
        if (stream.Parameters.Any(static parameter => parameter.Place == "path"))
        {
            json.WriteStartObject("parameters");
            foreach (var parameter in stream.Parameters.Where(static parameter => parameter.Place == "path")) WriteParameter(json, parameter);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Parameters of an address are texts; all that can be said is which.</summary>
    private static void WriteParameter(Utf8JsonWriter json, EventContract.Parameter parameter)
    {
        json.WriteStartObject(parameter.Name);
        WriteDescription(json, parameter.Description);
        if (parameter.Schema.TryGetProperty("enum", out var names))
        {
            json.WritePropertyName("enum");
            names.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private void WriteOperation(Utf8JsonWriter json, StreamContract stream)
    {
        json.WriteStartObject(stream.Name);
        json.WriteString("action", "send");
        json.WritePropertyName("channel");
        WriteReference(json, "#/channels/" + stream.Name);
        json.WriteStartArray("messages");
        foreach (var found in stream.Events) WriteReference(json, $"#/channels/{stream.Name}/messages/{_items.NameOf(found)}");
        json.WriteEndArray();
        json.WriteStartObject("bindings");
        json.WriteStartObject("http");
        json.WriteString("method", "GET");
        WriteQuery(json, stream);
        json.WriteString("bindingVersion", BindingVersion);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteQuery(Utf8JsonWriter json, StreamContract stream)
    {
        var query = stream.Parameters.Where(static parameter => parameter.Place == "query").ToList();
        if (query.Count == 0) return;
        json.WriteStartObject("query");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var parameter in query)
        {
            json.WritePropertyName(parameter.Name);
            schemas.Write(json, stream.Events[0], parameter.Schema, parameter.Description);
        }

        json.WriteEndObject();
        var required = query.Where(static parameter => parameter.IsRequired).ToList();
        if (required.Count > 0)
        {
            json.WriteStartArray("required");
            foreach (var parameter in required) json.WriteStringValue(parameter.Name);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter json, EventContract found)
    {
        json.WriteStartObject(_items.NameOf(found));
        if (found.EventName is not null) json.WriteString("name", found.EventName);
        WriteDescription(json, found.Description);
        json.WriteString("contentType", found.Data is null ? "text/plain" : "application/json");
        json.WritePropertyName("payload");
        if (found.Data is { } data) schemas.Write(json, found, data);
        else json.WriteRawValue("""{"type":"string"}"""u8);
        json.WriteEndObject();
    }
}
