using AotSse.Generators.Model;

namespace AotSse.Generators.Contracts;

/// <summary>The JSON Schema of a value that is no object, array or enum, in the formats of the OpenAPI registry.</summary>
internal static class ScalarSchema
{
    private const string TimeSpanPattern = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";
    private const string VersionPattern = @"^\d+(\.\d+){1,3}$";

    public static JsonObject Of(ValueModel value) => value.Kind switch
    {
        ValueKind.Char => Text().Add("minLength", 1).Add("maxLength", 1),
        ValueKind.Boolean => new JsonObject().Add("type", "boolean"),
        ValueKind.Number => Number(value),
        ValueKind.Guid => Text("uuid"),
        ValueKind.DateTime => Text("date-time"),
        ValueKind.Date => Text("date"),
        ValueKind.Time => Text("time-local"),
        ValueKind.TimeSpan => Text().Add("pattern", TimeSpanPattern),
        ValueKind.Version => Text().Add("pattern", VersionPattern),
        ValueKind.Uri => Text("uri-reference"),
        ValueKind.ByteArray or ValueKind.ByteMemory => Text().Add("contentEncoding", "base64"),
        ValueKind.JsonTree when value.Type.EndsWith(".JsonObject", StringComparison.Ordinal) => new JsonObject().Add("type", "object"),
        ValueKind.JsonTree when value.Type.EndsWith(".JsonArray", StringComparison.Ordinal) => new JsonObject().Add("type", "array"),
        ValueKind.JsonTree or ValueKind.RawJson => new JsonObject(),
        _ => Text(),
    };

    private static JsonObject Text(string? format = null) => new JsonObject().Add("type", "string").Add("format", format);

    private static JsonObject Number(ValueModel value)
    {
        var (type, format) = value.Type switch
        {
            "sbyte" => ("integer", "int8"),
            "byte" => ("integer", "uint8"),
            "short" => ("integer", "int16"),
            "ushort" => ("integer", "uint16"),
            "int" => ("integer", "int32"),
            "uint" => ("integer", "uint32"),
            "long" => ("integer", "int64"),
            "ulong" => ("integer", "uint64"),
            "global::System.Int128" => ("integer", "int128"),
            "global::System.UInt128" => ("integer", "uint128"),
            "float" => ("number", "float"),
            "double" => ("number", "double"),
            "decimal" => ("number", "decimal"),
            _ => ("number", "half"),
        };
        return value.Numbers switch
        {
            NumberForm.Text => Text(format),
            NumberForm.Named when type == "number" => new JsonObject().Add("anyOf", new List<object>
            {
                new JsonObject().Add("type", type).Add("format", format),
                new JsonObject().Add("enum", new List<object> { "NaN", "Infinity", "-Infinity" }),
            }),
            _ => new JsonObject().Add("type", type).Add("format", format),
        };
    }
}
