using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>Questions about symbols that several parsers ask.</summary>
internal static class SymbolExtensions
{
    private static readonly SymbolDisplayFormat Metadata = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static readonly SymbolDisplayFormat Source = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type as generated code names it, with <c>global::</c> and <c>?</c>.</summary>
    public static string ToSource(this ITypeSymbol type) => type.ToDisplayString(Source);

    /// <summary>The type as generated code names it, without the <c>?</c> of a reference type.</summary>
    public static string ToSourceNotNull(this ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Source);

    /// <summary>A reference type from code without nullable annotations may be <see langword="null"/>.</summary>
    public static ITypeSymbol OrNull(this ITypeSymbol type) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.None } ? type.WithNullableAnnotation(NullableAnnotation.Annotated) : type;

    /// <summary>Whether the type, or the open type it is closed from, has this full name.</summary>
    public static bool Is(this ITypeSymbol? type, string name) => type?.OriginalDefinition.ToDisplayString(Metadata) == name;

    public static AttributeData? Attribute(this ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass.Is(name)) return attribute;
        return null;
    }

    /// <summary>The value of a named argument, if it is given.</summary>
    public static T? Named<T>(this AttributeData attribute, string name) where T : class
    {
        foreach (var argument in attribute.NamedArguments)
            if (argument.Key == name) return argument.Value.Value as T;
        return null;
    }

    /// <summary>The value of a named argument, if it is given.</summary>
    public static int? NamedInt(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
            if (argument.Key == name && argument.Value.Value is int value) return value;
        return null;
    }

    /// <summary>The type below <c>Nullable&lt;T&gt;</c>, or the type itself.</summary>
    public static ITypeSymbol Unwrap(this ITypeSymbol type, out bool isNullable)
    {
        isNullable = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
    }

    /// <summary>The name with <c>@</c> where it is a keyword.</summary>
    public static string Escaped(this string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>Whether code of a type can name this symbol: members of the assembly that are at least internal, and what the type itself contains.</summary>
    public static bool IsVisibleTo(this ISymbol symbol, INamedTypeSymbol within)
    {
        if (symbol is IArrayTypeSymbol array) return array.ElementType.IsVisibleTo(within);
        if (symbol is IDynamicTypeSymbol) return true;
        if (symbol is INamedTypeSymbol { TypeArguments: var arguments } && !arguments.All(argument => argument.IsVisibleTo(within))) return false;
        for (var s = symbol; s is not (null or INamespaceSymbol); s = s.ContainingSymbol)
        {
            if (s.DeclaredAccessibility == Accessibility.Public || s is ITypeParameterSymbol) continue;
            if (s.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && SymbolEqualityComparer.Default.Equals(s.ContainingAssembly, within.ContainingAssembly)) continue;
            if (s.DeclaredAccessibility == Accessibility.Private && s.ContainingType is { } owner && IsWithin(within, owner)) return true;
            return false;
        }

        return true;
    }

    /// <summary>Whether no code may name a symbol: it is obsolete as an error.</summary>
    public static bool IsForbidden(this ISymbol symbol) => symbol.Attribute("System.ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] };

    /// <summary>Whether a declaration contains this piece of syntax.</summary>
    public static bool Holds(this SyntaxNode declaration, SyntaxReference place) => place.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(place.Span);

    /// <summary>Whether the project knows the runtime and ASP.NET Core, which serve streams.</summary>
    public static bool HasServer(this Compilation compilation) =>
        compilation.GetTypeByMetadataName(Names.Hub) is not null && compilation.GetTypeByMetadataName(Names.EndpointRouteBuilder) is not null;

    /// <summary>Whether code of every assembly can name this type.</summary>
    public static bool IsPublic(this ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return array.ElementType.IsPublic();
        if (type is INamedTypeSymbol { TypeArguments: var arguments } && !arguments.All(argument => argument.IsPublic())) return false;
        for (var t = type; t is not null; t = t.ContainingType)
            if (t.DeclaredAccessibility != Accessibility.Public) return false;
        return true;
    }

    /// <summary>Whether the type belongs to .NET itself.</summary>
    public static bool IsFromFramework(this ITypeSymbol type)
    {
        var root = type.ContainingNamespace;
        while (root is { ContainingNamespace.IsGlobalNamespace: false }) root = root.ContainingNamespace;
        return root?.Name == "System" && !type.Locations.Any(place => place.IsInSource);
    }

    private static bool IsWithin(INamedTypeSymbol? type, INamedTypeSymbol owner)
    {
        for (; type is not null; type = type.ContainingType)
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, owner.OriginalDefinition)) return true;
        return false;
    }
}
