using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>What both kinds of JSON documents are written with.</summary>
internal static class JsonDocuments
{
    /// <summary>For people to read; served as JSON, so that nothing in it needs an escape for HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    public static void WriteInfo(Utf8JsonWriter json, EventStreamContracts contracts)
    {
        json.WriteStartObject("info");
        json.WriteString("title", contracts.Title);
        json.WriteString("version", contracts.Version);
        json.WriteEndObject();
    }

    public static void WriteReference(Utf8JsonWriter json, string target)
    {
        json.WriteStartObject();
        json.WriteString("$ref", target);
        json.WriteEndObject();
    }

    public static void WriteDescription(Utf8JsonWriter json, string? description)
    {
        if (description is not null) json.WriteString("description", description);
    }

    public static void WriteSchemas(Utf8JsonWriter json, SchemaSet schemas)
    {
        foreach (var (name, from, schema) in schemas.All)
        {
            json.WritePropertyName(name);
            schemas.Write(json, from, schema);
        }
    }
}
