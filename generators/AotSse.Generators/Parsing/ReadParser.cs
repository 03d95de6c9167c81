using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Decides how a client reads a value: by the converters and the collections that <c>JsonSerializer</c> has for generated code. What the server writes by a context
/// is read by one.
/// </summary>
/// <param name="table">Takes the types.</param>
/// <param name="within">The client: what it cannot see cannot be read.</param>
/// <param name="contexts">Read what else cannot be: that of the client, then that of the server.</param>
internal sealed class ReadParser(ReadTable table, INamedTypeSymbol within, IReadOnlyList<JsonContext> contexts)
{
    private const string Services = "JsonServices.";
    private const string Payloads = "global::AotSse.Client.Payloads.";

    public ReadTable Table => table;

    public INamedTypeSymbol Within => within;

    /// <summary>The type as <c>typeof</c> names it: nullability of references is no part of it.</summary>
    public static string Plain(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Looks at a type and all that it reaches.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">How messages name it.</param>
    public void Parse(ITypeSymbol type, string path)
    {
        table.Experiments.Note(type);
        var plain = Plain(type);
        var mark = table.Mark;
        if (!table.TryName(plain, ShapeTable.NameOf(type), out var name)) return;
        if (contexts.Count > 0 && contexts[0].Lists(type) && contexts[0].IsOfClient)
        {
            table.Add(FromContext(name, plain, contexts[0]));
            return;
        }

        var found = Known(name, plain, type, path);
        if (table.Refusals.Count == mark.Refusals)
        {
            table.Add(found!);
            return;
        }

        if (contexts.FirstOrDefault(c => c.Lists(type)) is not { } context) return;
        table.Rollback(mark);
        table.Add(FromContext(name, plain, context));
    }

    /// <summary>The converter of an enum that a member writes by name.</summary>
    public static string? MemberConverter(ISymbol member, ITypeSymbol type)
    {
        if (JsonAttributes.EnumFormOf(member) is not { } form) return null;
        var value = type.Unwrap(out var isNullable);
        if (form == EnumForm.Text) return $"PayloadTypes.EnumText{(isNullable ? "OrNull" : "")}<{Plain(value)}>(options)";
        return isNullable ? null : $"{Services}GetEnumConverter<{Plain(value)}>(options)";
    }

    private static ReadValue FromContext(string name, string plain, JsonContext context) => new(name, plain, $"PayloadTypes.Converter<{plain}>({context.Options})");

    private ReadType? Known(string name, string plain, ITypeSymbol type, string path)
    {
        var value = type.Unwrap(out var isNullable);
        if (isNullable)
        {
            Parse(value, path);
            return new ReadValue(name, plain, $"{Services}GetNullableConverter<{Plain(value)}>(options)");
        }

        if (ScalarParser.KindOf(type) is { } kind) return new ReadValue(name, plain, Scalar(kind, type));
        if (JsonAttributes.ConverterOf(type) is { } converter) return Refuse(path, type, $"only '{converter}' knows how: {Remedy(type)}");
        if (JsonAttributes.Unknown(type) is { } unknown) return Refuse(path, type, $"{unknown} is not known: {Remedy(type)}");
        if (type.IsTupleType) return Refuse(path, type, "a tuple is {} in JSON, as its members are fields: use a record");
        if (!type.IsVisibleTo(within)) return Refuse(path, type, "the generated code cannot see it: make it public, or put the client into the same assembly");
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named) return Enum(name, plain, named);
        if (CollectionParser.Find(type) is { } collection)
        {
            Parse(collection.Element, path + "[]");
            if (collection.Key is { } key) Parse(key, path + ".Keys");
            return ReadCollections.Find(name, plain, type, collection) ?? Refuse(path, type, $"there is no way to make one of its items: use an array, a List<T> or a Dictionary<TKey, TValue>, or {Remedy(type)}");
        }

        return type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } found && type.SpecialType != SpecialType.System_Object
            ? ReadObjects.Parse(name, plain, found, path, this)
            : Refuse(path, type, "it does not say what is in it: use JsonElement");
    }

    public ReadType? Refuse(string path, ITypeSymbol type, string reason)
    {
        table.Refuse(path, type, reason);
        return null;
    }

    /// <summary>What helps in any case.</summary>
    public string Remedy(ITypeSymbol type) => contexts.FirstOrDefault(c => c.IsOfClient) is { } context
        ? $"add [JsonSerializable(typeof({type.ToDisplayString(NullableFlowState.None)}))] to '{context.Name.Substring("global::".Length)}'"
        : $"name a JsonSerializerContext with [JsonSerializable(typeof({type.ToDisplayString(NullableFlowState.None)}))] in the attribute: [EventStreamClient(…, JsonContext = typeof(…))]";

    private static ReadValue Enum(string name, string plain, INamedTypeSymbol type) => new(name, plain, EnumParser.FormOf(type) == EnumForm.Text
        ? $"PayloadTypes.EnumText<{plain}>(options)"
        : $"{Services}GetEnumConverter<{plain}>(options)");

    private static string Scalar(ValueKind kind, ITypeSymbol type) => kind switch
    {
        ValueKind.ByteArray => Services + "ByteArrayConverter",
        ValueKind.ByteMemory => Services + "MemoryByteConverter",
        ValueKind.RawJson => $"new {Payloads}RawJsonConverter()",
        _ => $"{Services}{type.Name}Converter",
    };
}
