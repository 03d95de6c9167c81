using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>What the attributes of System.Text.Json say about a type or a member.</summary>
internal static class JsonAttributes
{
    private const string Prefix = Names.JsonAttributes + ".";

    /// <summary>Attributes of types whose meaning is known, or that are for reading.</summary>
    private static readonly string[] KnownOfTypes =
        ["JsonConverterAttribute", "JsonNumberHandlingAttribute", "JsonPolymorphicAttribute", "JsonDerivedTypeAttribute", "JsonUnmappedMemberHandlingAttribute", "JsonObjectCreationHandlingAttribute"];

    /// <summary>The same of members.</summary>
    private static readonly string[] KnownOfMembers =
        ["JsonPropertyNameAttribute", "JsonIgnoreAttribute", "JsonIncludeAttribute", "JsonRequiredAttribute", "JsonPropertyOrderAttribute", "JsonNumberHandlingAttribute",
        "JsonObjectCreationHandlingAttribute", "JsonConverterAttribute", "JsonExtensionDataAttribute"];

    public static AttributeData? Json(this ISymbol symbol, string name) => symbol.Attribute(Prefix + name + "Attribute");

    /// <summary>The first attribute that changes the bytes in a way the generator does not know.</summary>
    public static string? Unknown(ISymbol symbol)
    {
        var known = symbol is ITypeSymbol ? KnownOfTypes : KnownOfMembers;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.ContainingNamespace?.ToDisplayString() == Names.JsonAttributes && !known.Contains(type.Name))
                return $"[{type.Name.Replace("Attribute", "")}]";
        }

        return null;
    }

    /// <summary>How <c>[JsonNumberHandling]</c> wants numbers, if it is there.</summary>
    public static NumberForm? NumbersOf(ISymbol symbol)
    {
        const int writeAsString = 2;
        const int allowNamed = 4;
        if (symbol.Json("JsonNumberHandling") is not { ConstructorArguments: [{ Value: int handling }] }) return null;
        if ((handling & writeAsString) != 0) return NumberForm.Text;
        return (handling & allowNamed) != 0 ? NumberForm.Named : NumberForm.Plain;
    }

    /// <summary>The form that a converter of enums gives, if the symbol names one of those.</summary>
    public static EnumForm? EnumFormOf(ISymbol symbol) => NamedConverter(symbol) is { } type && type.ContainingNamespace.ToDisplayString() == Names.JsonAttributes
        ? type.Name switch
        {
            "JsonStringEnumConverter" => EnumForm.Text,
            "JsonNumberEnumConverter" => EnumForm.Number,
            _ => null,
        }
        : null;

    /// <summary>The converter that the symbol names, if it is none of those for enums.</summary>
    public static string? ConverterOf(ISymbol symbol)
    {
        if (EnumFormOf(symbol) is not null) return null;
        foreach (var attribute in symbol.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
                if (type.Is(Prefix + "JsonConverterAttribute")) return NamedConverter(symbol)?.Name ?? attribute.AttributeClass!.Name;
        }

        return null;
    }

    /// <summary>When a member is written; <see langword="null"/> for never.</summary>
    /// <param name="member">The member.</param>
    /// <param name="type">Its type.</param>
    public static WriteCondition? ConditionOf(ISymbol member, ITypeSymbol type)
    {
        if (member.Json("JsonIgnore") is not { } attribute) return WriteCondition.Always;
        var canBeNull = type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return (attribute.NamedInt("Condition") ?? 1) switch
        {
            1 or 4 => null, // Always, WhenWriting
            2 => canBeNull ? WriteCondition.NotNull : WriteCondition.NotDefault, // WhenWritingDefault
            3 => WriteCondition.NotNull, // WhenWritingNull
            _ => WriteCondition.Always, // Never, WhenReading
        };
    }

    private static INamedTypeSymbol? NamedConverter(ISymbol symbol) =>
        symbol.Json("JsonConverter") is { ConstructorArguments: [{ Value: INamedTypeSymbol type }] } ? type : null;
}
