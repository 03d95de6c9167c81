using System.Text.Json;
using System.Text.Json.Serialization;

namespace AotSse.Client.Payloads;

/// <summary>A member that is any JSON, as its UTF-8 bytes. Servers write <see cref="ReadOnlyMemory{T}"/> of bytes in a payload as it is.</summary>
public sealed class RawJsonConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement, System.Text.Json.Serialization.Metadata.JsonMetadataServices.CreateValueInfo<JsonElement>(options, System.Text.Json.Serialization.Metadata.JsonMetadataServices.JsonElementConverter));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value.Span);
    }
}
