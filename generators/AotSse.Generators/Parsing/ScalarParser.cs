using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Knows the types that are one value in JSON.</summary>
internal static class ScalarParser
{
    /// <returns><see langword="null"/> when the type is none of them. Enums are not among them.</returns>
    public static ValueKind? KindOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => ValueKind.String,
        SpecialType.System_Char => ValueKind.Char,
        SpecialType.System_Boolean => ValueKind.Boolean,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64
            or SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => ValueKind.Number,
        SpecialType.System_DateTime => ValueKind.DateTime,
        _ => KindOfOther(type),
    };

    /// <summary>Whether the type is this generic type of bytes.</summary>
    public static bool IsBytes(ITypeSymbol type, string generic) =>
        type.Is(generic) && ((INamedTypeSymbol)type).TypeArguments[0].SpecialType == SpecialType.System_Byte;

    private static ValueKind? KindOfOther(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte }) return ValueKind.ByteArray;
        if (type is not INamedTypeSymbol named || !IsOfSystem(named.ContainingNamespace)) return null;
        if (IsBytes(type, "System.Memory<T>")) return ValueKind.ByteMemory;
        if (IsBytes(type, "System.ReadOnlyMemory<T>")) return ValueKind.RawJson;
        return type.ToDisplayString(NullableFlowState.None) switch
        {
            "System.Half" or "System.Int128" or "System.UInt128" => ValueKind.Number,
            "System.Guid" => ValueKind.Guid,
            "System.DateTimeOffset" => ValueKind.DateTime,
            "System.DateOnly" => ValueKind.Date,
            "System.TimeOnly" => ValueKind.Time,
            "System.TimeSpan" => ValueKind.TimeSpan,
            "System.Uri" => ValueKind.Uri,
            "System.Version" => ValueKind.Version,
            "System.Text.Json.JsonElement" or "System.Text.Json.JsonDocument" => ValueKind.JsonTree,
            "System.Text.Json.Nodes.JsonNode" or "System.Text.Json.Nodes.JsonObject" or "System.Text.Json.Nodes.JsonArray" or "System.Text.Json.Nodes.JsonValue" => ValueKind.JsonTree,
            _ => null,
        };
    }

    private static bool IsOfSystem(INamespaceSymbol? found)
    {
        while (found is { ContainingNamespace.IsGlobalNamespace: false }) found = found.ContainingNamespace;
        return found?.Name == "System";
    }
}
