using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Decides how a value is written, or reports that it cannot be. There is no fallback: reflection would not survive trimming.</summary>
/// <param name="sink">Where to report.</param>
/// <param name="place">Where in source.</param>
internal sealed class PayloadParser(DiagnosticSink sink, Location? place)
{
    private const string WriteItself = "send a flat record of supported members, or ReadOnlyMemory<byte> with the finished text";

    /// <summary>The data of an event: text as it is, everything else as JSON.</summary>
    public PayloadModel? ParseData(ITypeSymbol type, string path)
    {
        if (type.SpecialType == SpecialType.System_String) return new PayloadModel(PayloadKind.Text, IsNullable: true);
        if (IsUtf8(type)) return new PayloadModel(PayloadKind.Utf8);
        return ParseValue(type, path, canBeObject: true);
    }

    /// <summary>An item of a pull stream: data, or an <c>SseItem</c> around it.</summary>
    public PayloadModel? ParseItem(ITypeSymbol type, string path)
    {
        if (!type.Is(Names.SseItem)) return ParseData(type, path);
        var data = ParseData(((INamedTypeSymbol)type).TypeArguments[0], path + ".Data");
        return data is null ? null : new PayloadModel(PayloadKind.SseItem, Item: data, HasItemFields: !type.GetMembers("ReconnectionInterval").IsEmpty);
    }

    /// <summary>A value inside of JSON.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="path">How messages name it.</param>
    /// <param name="canBeObject">Whether members of its own are allowed.</param>
    public PayloadModel? ParseValue(ITypeSymbol type, string path, bool canBeObject)
    {
        var value = type.Unwrap(out var isNullable);
        if (KindOf(value) is { } kind) return new PayloadModel(kind, isNullable || value.IsReferenceType, value.IsReferenceType);
        if (value is INamedTypeSymbol { TypeKind: TypeKind.Enum } named) return ParseEnum(named, path, isNullable);
        if (Objection(value) is { } objection) return Refuse(path, type, objection);
        if (!canBeObject) return Refuse(path, type, "members of members are not supported yet: " + WriteItself);
        return ParseObject((INamedTypeSymbol)value, path, isNullable);
    }

    private static bool IsUtf8(ITypeSymbol type) =>
        type.Is("System.ReadOnlyMemory<T>") && ((INamedTypeSymbol)type).TypeArguments[0].SpecialType == SpecialType.System_Byte;

    private static PayloadKind? KindOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => PayloadKind.String,
        SpecialType.System_Char => PayloadKind.Char,
        SpecialType.System_Boolean => PayloadKind.Boolean,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => PayloadKind.Number,
        SpecialType.System_DateTime => PayloadKind.DateTime,
        _ => type.ToDisplayString() switch
        {
            "System.Half" or "System.Int128" or "System.UInt128" => PayloadKind.Number,
            "System.Guid" => PayloadKind.Guid,
            "System.DateTimeOffset" => PayloadKind.DateTime,
            "System.DateOnly" => PayloadKind.Date,
            "System.TimeOnly" => PayloadKind.Time,
            "System.TimeSpan" => PayloadKind.TimeSpan,
            _ => null,
        },
    };

    /// <summary>Why a type is no flat object, if it is none.</summary>
    private static string? Objection(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } || type.IsTupleType)
            return "only classes, structs and records with members of known types can be written: " + WriteItself;
        foreach (var implemented in type.AllInterfaces)
            if (implemented.SpecialType == SpecialType.System_Collections_IEnumerable) return "collections are not supported yet: " + WriteItself;
        if (type.ContainingNamespace.ToDisplayString() is "System" or ['S', 'y', 's', 't', 'e', 'm', '.', ..])
            return "this type of the framework is not supported yet: " + WriteItself;
        for (var b = type.BaseType; b is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; b = b.BaseType)
            if (b.GetMembers().Any(IsWritten)) return $"members inherited from '{b.Name}' are not supported yet: {WriteItself}";
        return JsonAttributeOf(type, allowed: []) is { } attribute ? $"[{attribute}] is not supported yet: {WriteItself}" : null;
    }

    private static bool IsWritten(ISymbol member) =>
        member is IPropertySymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public };

    /// <summary>The first attribute of System.Text.Json that changes the bytes in a way the generator does not know.</summary>
    private static string? JsonAttributeOf(ISymbol symbol, string[] allowed)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.ContainingNamespace.ToDisplayString() == Names.JsonAttributes
                && !allowed.Contains(type.Name)) return type.Name.Replace("Attribute", "");
        }

        return null;
    }

    private PayloadModel? ParseEnum(INamedTypeSymbol type, string path, bool isNullable)
    {
        if (JsonAttributeOf(type, allowed: []) is { } attribute) return Refuse(path, type, $"[{attribute}] is not supported yet: send the number or a string");
        return new PayloadModel(PayloadKind.Enum, isNullable, EnumType: type.EnumUnderlyingType!.ToDisplayString());
    }

    private PayloadModel? ParseObject(INamedTypeSymbol type, string path, bool isNullable)
    {
        var members = new List<PayloadMember>();
        var isComplete = true;
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol or IPropertySymbol && !IsWritten(member) && member.Attribute(Names.JsonAttributes + ".JsonIncludeAttribute") is not null)
            {
                Refuse($"{path}.{member.Name}", ((member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type)!, "[JsonInclude] is not supported yet: make it a public property");
                isComplete = false;
            }

            if (!IsWritten(member)) continue;
            var property = (IPropertySymbol)member;
            if (IsIgnored(property, out var isConditional) && !isConditional) continue;
            var parsed = ParseMember(property, $"{path}.{property.Name}", isConditional);
            if (parsed is null) isComplete = false;
            else if (members.Exists(other => other.JsonName == parsed.JsonName))
            {
                Refuse($"{path}.{property.Name}", property.Type, $"another member is called \"{parsed.JsonName}\" too: give one of them a [JsonPropertyName]");
                isComplete = false;
            }
            else members.Add(parsed);
        }

        return isComplete ? new PayloadModel(PayloadKind.Object, isNullable || type.IsReferenceType, type.IsReferenceType, Members: members.ToEquatable()) : null;
    }

    private PayloadMember? ParseMember(IPropertySymbol property, string path, bool isConditional)
    {
        var attribute = isConditional ? "JsonIgnore" : JsonAttributeOf(property, ["JsonPropertyNameAttribute", "JsonIgnoreAttribute", "JsonIncludeAttribute", "JsonRequiredAttribute"]);
        if (attribute is not null)
        {
            Refuse(path, property.Type, $"[{attribute}] is not supported yet in this form: {WriteItself}");
            return null;
        }

        var value = ParseValue(property.Type, path, canBeObject: false);
        var name = property.Attribute(Names.JsonAttributes + ".JsonPropertyNameAttribute")?.ConstructorArguments[0].Value as string ?? JsonNaming.CamelCase(property.Name);
        return value is null ? null : new PayloadMember(JsonNaming.Escape(name), property.Name.Escaped(), value);
    }

    /// <summary><c>[JsonIgnore]</c> without a condition, or with <c>Always</c>, which is 1; <c>Never</c> is 0.</summary>
    private static bool IsIgnored(IPropertySymbol property, out bool isConditional)
    {
        var attribute = property.Attribute(Names.JsonAttributes + ".JsonIgnoreAttribute");
        var condition = attribute?.NamedInt("Condition") ?? 1;
        isConditional = attribute is not null && condition > 1;
        return attribute is not null && condition != 0;
    }

    private PayloadModel? Refuse(string path, ITypeSymbol type, string reason)
    {
        sink.Report(Rules.UnsupportedPayload, place, path, type.ToDisplayString(), reason);
        return null;
    }
}
