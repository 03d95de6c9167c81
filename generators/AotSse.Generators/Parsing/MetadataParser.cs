using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Turns the other attributes of a stream's method and type, such as <c>[Authorize]</c>, into the expressions that make them anew: endpoint
/// metadata without reflection.
/// </summary>
internal static class MetadataParser
{
    /// <summary>The compiler's attributes and those for tools: nothing that concerns a request.</summary>
    private static readonly string[] Foreign = ["System", "System.CodeDom.Compiler", "System.Diagnostics", "System.Diagnostics.CodeAnalysis", "System.Runtime.CompilerServices", "System.Runtime.Versioning"];

    /// <summary>The attributes of the type, then those of the method: where both say something, the later one counts in ASP.NET Core.</summary>
    public static EquatableArray<string> Parse(IMethodSymbol method) =>
        method.ContainingType.GetAttributes().Concat(method.GetAttributes()).Where(IsMetadata).Select(ToExpression).Distinct().ToEquatable();

    private static bool IsMetadata(AttributeData attribute) =>
        attribute is { AttributeClass: { TypeKind: TypeKind.Class } type, AttributeConstructor: not null }
        && !type.Is(Names.EventStream)
        && !Foreign.Contains(type.ContainingNamespace.ToDisplayString())
        && IsReachable(type);

    /// <summary>Whether code beside the type can name it.</summary>
    private static bool IsReachable(INamedTypeSymbol type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            if (outer.IsFileLocal || outer.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) return false;
        return true;
    }

    private static string ToExpression(AttributeData attribute)
    {
        var arguments = string.Join(", ", attribute.ConstructorArguments.Select(ToExpression));
        var properties = string.Join(", ", attribute.NamedArguments.Select(argument => $"{argument.Key.Escaped()} = {ToExpression(argument.Value)}"));
        return $"new {attribute.AttributeClass!.ToSource()}({arguments}){(properties.Length == 0 ? "" : $" {{ {properties} }}")}";
    }

    private static string ToExpression(TypedConstant value)
    {
        if (value.IsNull) return "null!";
        var type = value.Type!.ToSourceNotNull();
        return value.Kind switch
        {
            TypedConstantKind.Array => $"new {type} {{ {string.Join(", ", value.Values.Select(ToExpression))} }}",
            TypedConstantKind.Type => $"typeof({((ITypeSymbol)value.Value!).ToSourceNotNull()})",
            TypedConstantKind.Primitive when value.Value is string or bool or int or char => Literal(value.Value),
            _ => $"({type})({Literal(value.Value!)})",
        };
    }

    private static string Literal(object value) => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!;
}
