using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AotSse.Client.Payloads;

/// <summary>Reads a type by the context of the user's, with the options of that context.</summary>
internal sealed class ContextConverter<T>(JsonSerializerContext context) : JsonConverter<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonSerializer.Deserialize(ref reader, TypeInfo());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, TypeInfo());

    private JsonTypeInfo<T> TypeInfo() => context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new NotSupportedException($"'{context.GetType()}' does not list '{typeof(T)}': add [JsonSerializable(typeof({typeof(T).Name}))].");
}
