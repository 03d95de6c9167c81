using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AotSse.Client.Payloads;

/// <summary>Reads a type by the context of the user's.</summary>
/// <param name="found">The options that find the type in the context; those of the payload around it do not know it.</param>
internal sealed class ContextConverter<T>(JsonSerializerOptions found) : JsonConverter<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, TypeInfo());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, TypeInfo());

    private JsonTypeInfo<T> TypeInfo() => (JsonTypeInfo<T>)found.GetTypeInfo(typeof(T));
}
