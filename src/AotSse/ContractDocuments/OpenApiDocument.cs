using System.Buffers;
using System.Text.Json;
using static AotSse.ContractDocuments.JsonDocuments;

namespace AotSse.ContractDocuments;

/// <summary>Writes an OpenAPI 3.2 document: an operation for each stream, whose <c>itemSchema</c> says what its events are.</summary>
internal sealed class OpenApiDocument(EventStreamContracts contracts, IReadOnlyList<StreamContract> streams, SchemaSet schemas)
{
    private readonly EventItems _items = new(streams, schemas);

    public void Write(IBufferWriter<byte> output) => JsonDocuments.Write(output, json =>
    {
        json.WriteString("openapi", "3.2.0");
        WriteInfo(json, contracts);
        json.WriteStartArray("servers");
        json.WriteStartObject();
        json.WriteString("url", contracts.BasePath.Length > 0 ? contracts.BasePath : "/");
        json.WriteEndObject();
        json.WriteEndArray();

        json.WriteStartObject("paths");
        foreach (var stream in streams) WritePath(json, stream);
        json.WriteEndObject();

        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        WriteSchemas(json, schemas);
        _items.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private void WritePath(Utf8JsonWriter json, StreamContract stream)
    {
        json.WriteStartObject(stream.Path);
        json.WriteStartObject("get");
        json.WriteString("operationId", stream.Name);
        WriteDescription(json, stream.Description);
        json.WriteStartArray("parameters");
        foreach (var parameter in stream.Parameters) WriteParameter(json, stream.Events[0], parameter);
        if (stream.IsPush)
        {
            WriteCursor(json, "Last-Event-ID", "header");
            WriteCursor(json, "lastEventId", "query");
        }

        json.WriteEndArray();
        json.WriteStartObject("responses");
        WriteStream(json, stream);
        if (stream.Parameters.Count > 0) WriteProblem(json, "400", "A parameter is missing or cannot be read.");
        WriteProblem(json, "406", "The client does not accept text/event-stream.");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteParameter(Utf8JsonWriter json, EventContract from, EventContract.Parameter parameter)
    {
        var isInPath = parameter.Place == "path";
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteString("in", parameter.Place);
        if (isInPath || parameter.IsRequired) json.WriteBoolean("required", true);
        var rest = parameter.IsCatchAll ? "The rest of the path: slashes stay as they are." : null;
        WriteDescription(json, parameter.Description is null || rest is null ? parameter.Description ?? rest : $"{parameter.Description} {rest}");
        json.WritePropertyName("schema");
        schemas.Write(json, from, parameter.Schema);
        json.WriteEndObject();
    }

    private static void WriteCursor(Utf8JsonWriter json, string name, string place)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("in", place);
        json.WriteString("description", "The id of the last event received: the stream continues behind it.");
        json.WriteStartObject("schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteStream(Utf8JsonWriter json, StreamContract stream)
    {
        json.WriteStartObject("200");
        json.WriteString("description", "The events, for as long as the client stays.");
        json.WriteStartObject("content");
        json.WriteStartObject("text/event-stream");
        json.WriteStartObject("itemSchema");
        json.WriteStartArray("anyOf");
        foreach (var name in _items.NamesOf(stream)) WriteReference(json, "#/components/schemas/" + name);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteProblem(Utf8JsonWriter json, string status, string description)
    {
        json.WriteStartObject(status);
        json.WriteString("description", description);
        json.WriteStartObject("content");
        json.WriteStartObject("application/problem+json");
        json.WriteStartObject("schema");
        json.WriteString("type", "object");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
