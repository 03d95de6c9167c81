using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AotSse.ContractDocuments;

/// <summary>Writes the schemas that the generator makes as TypeScript types.</summary>
/// <param name="schemas">The schemas.</param>
/// <param name="taken">Names that no type may have.</param>
internal sealed class TypeScriptTypes(SchemaSet schemas, HashSet<string> taken)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Writes every named type.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var (name, _, _) in schemas.All) _names.Add(name, Identifiers.Unique(Identifiers.Pascal(name) is { Length: > 0 } pascal ? pascal : "Type", taken));
        foreach (var (name, from, schema) in schemas.All) Declare(text, _names[name], from, schema);
    }

    /// <summary>The type of a value.</summary>
    public string TypeOf(EventContract from, JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference)) return _names[schemas.Target(from, reference)];
        if (schema.TryGetProperty("not", out _)) return "undefined";
        if (schema.TryGetProperty("const", out var constant)) return Literal(constant);
        if (schema.TryGetProperty("enum", out var values)) return Union(values, Literal);
        if (schema.TryGetProperty("anyOf", out var cases) || schema.TryGetProperty("oneOf", out cases)) return Union(cases, inner => TypeOf(from, inner));
        if (!schema.TryGetProperty("type", out var type)) return "unknown";
        return type.ValueKind == JsonValueKind.Array
            ? Union(type, one => TypeOf(from, schema, one.GetString()!))
            : TypeOf(from, schema, type.GetString()!);
    }

    /// <summary>A comment before a declaration, if there is anything to say.</summary>
    public static void Comment(StringBuilder text, string indent, params IEnumerable<string?> lines)
    {
        var said = lines.Where(static line => line is not null).Select(static line => line!.Replace("*/", "*\\/", StringComparison.Ordinal)).ToList();
        if (said.Count == 0) return;
        if (said.Count == 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}/** {said[0]} */\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"{indent}/**\n");
        foreach (var line in said) text.Append(CultureInfo.InvariantCulture, $"{indent} * {line}\n");
        text.Append(CultureInfo.InvariantCulture, $"{indent} */\n");
    }

    /// <summary>A name of a property: as it is, or in quotes.</summary>
    public static string Key(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? name : Quote(name);

    /// <summary>A text as a literal.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>The description of a schema and what a JavaScript number loses of it.</summary>
    public static string? DescriptionOf(JsonElement schema)
    {
        var description = schema.TryGetProperty("description", out var text) ? text.GetString() : null;
        var isNumber = schema.TryGetProperty("type", out var type) && (type.ValueKind == JsonValueKind.String ? type : type[0]).GetString() is "integer" or "number";
        var note = isNumber && schema.TryGetProperty("format", out var format)
            ? format.GetString() switch
            {
                "int64" or "uint64" or "int128" or "uint128" => "A wide integer: exact up to 2^53.",
                "decimal" => "A decimal: exact to 15 digits.",
                _ => null,
            }
            : null;
        return description is null || note is null ? description ?? note : $"{description} {note}";
    }

    /// <summary>Loops and no LINQ over values of structs: ahead of time, each of its operators is compiled for every pair of them.</summary>
    private static string Union(JsonElement cases, Func<JsonElement, string> typeOf)
    {
        var types = new List<string>(cases.GetArrayLength());
        foreach (var one in cases.EnumerateArray())
        {
            if (typeOf(one) is var type && !types.Contains(type)) types.Add(type);
        }

        return string.Join(" | ", types);
    }

    private static string Literal(JsonElement value) => value.ValueKind == JsonValueKind.String ? Quote(value.GetString()!) : value.GetRawText();

    private void Declare(StringBuilder text, string name, EventContract from, JsonElement schema)
    {
        text.Append('\n');
        Comment(text, "", DescriptionOf(schema));
        if (schema.TryGetProperty("properties", out var properties))
        {
            text.Append(CultureInfo.InvariantCulture, $"export interface {name} {{\n");
            Members(text, from, schema, properties, "  ");
            if (schema.TryGetProperty("additionalProperties", out _)) text.Append("  [name: string]: unknown;\n");
            text.Append("}\n");
            return;
        }

        if (schema.TryGetProperty("additionalProperties", out var values))
        {
            // As an index and not as a Record: only this may contain itself.
            text.Append(CultureInfo.InvariantCulture, $"export type {name} = {{ [key: string]: {TypeOf(from, values)} }};\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"export type {name} = {TypeOf(from, schema)};\n");
        Numbers(text, name, schema);
    }

    /// <summary>Numbers of an enum under their names.</summary>
    private static void Numbers(StringBuilder text, string name, JsonElement schema)
    {
        var members = new List<string>();
        if (schema.TryGetProperty("x-flags", out var flags))
        {
            foreach (var flag in flags.EnumerateObject()) members.Add($"{Key(flag.Name)}: {flag.Value.GetRawText()}");
        }
        else if (schema.TryGetProperty("x-enum-varnames", out var names))
        {
            var values = schema.GetProperty("enum");
            for (var i = 0; i < names.GetArrayLength(); i++) members.Add($"{Key(names[i].GetString()!)}: {values[i].GetRawText()}");
        }
        else
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"export const {name} = {{ {string.Join(", ", members)} }} as const;\n");
    }

    private void Members(StringBuilder text, EventContract from, JsonElement schema, JsonElement properties, string indent)
    {
        var required = new HashSet<string>(StringComparer.Ordinal);
        if (schema.TryGetProperty("required", out var names))
        {
            foreach (var name in names.EnumerateArray()) required.Add(name.GetString()!);
        }

        foreach (var property in properties.EnumerateObject())
        {
            Comment(text, indent, DescriptionOf(property.Value));
            text.Append(CultureInfo.InvariantCulture, $"{indent}{Key(property.Name)}{(required.Contains(property.Name) ? "" : "?")}: {TypeOf(from, property.Value)};\n");
        }
    }

    private string TypeOf(EventContract from, JsonElement schema, string type) => type switch
    {
        "string" => "string",
        "integer" or "number" => "number",
        "array" => schema.TryGetProperty("items", out var items) ? Array(TypeOf(from, items)) : "unknown[]",
        "object" => schema.TryGetProperty("additionalProperties", out var values) ? Map(from, schema, TypeOf(from, values)) : "Record<string, unknown>",
        _ => type,
    };

    private static string Array(string element) => element.Contains(' ', StringComparison.Ordinal) ? $"({element})[]" : $"{element}[]";

    private string Map(EventContract from, JsonElement schema, string value) =>
        schema.TryGetProperty("propertyNames", out var keys) ? $"Partial<Record<{TypeOf(from, keys)}, {value}>>" : $"Record<string, {value}>";
}
