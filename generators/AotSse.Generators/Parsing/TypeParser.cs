using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the type that declares a stream: how to add parts to it, how to make it, how its methods reach the hub.</summary>
internal static class TypeParser
{
    /// <param name="method">The method that is being parsed.</param>
    /// <param name="needsHub">Whether it is a push method.</param>
    /// <param name="sink">Where to report.</param>
    public static TypeModel? Parse(IMethodSymbol method, bool needsHub, DiagnosticSink sink)
    {
        var type = method.ContainingType;
        var place = method.Place();
        if ((Objection(type, "there is no single endpoint for it") ?? ObjectionToInstance(method)) is { } objection)
        {
            sink.Report(Rules.BadType, place, type.Name, objection);
            return null;
        }

        HubModel? hub = null;
        if (needsHub && (hub = HubParser.Parse(type)) is null)
        {
            sink.Report(Rules.NoHub, place, type.Name);
            return null;
        }

        return ModelOf(type, hub, FactoryParser.Parse(type, hub));
    }

    /// <summary>A type to which the generator adds a part.</summary>
    public static TypeModel ModelOf(INamedTypeSymbol type, HubModel? hub = null, string? factory = null)
    {
        var declarations = new Stack<string>();
        for (var t = type; t is not null; t = t.ContainingType) declarations.Push($"partial {Keyword(t)} {t.Name.Escaped()}");

        return new TypeModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            declarations.ToEquatable(),
            type.Name.Escaped(),
            UniqueNames.OfType(type),
            type.ToSourceNotNull(),
            hub,
            factory);
    }

    /// <summary>Why the generator can add no part to a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="generic">What would be wrong if it were generic.</param>
    public static string? Objection(INamedTypeSymbol type, string generic)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.Arity > 0) return $"'{t.Name}' is generic, so {generic}";
            if (t.IsFileLocal) return $"'{t.Name}' is local to its file";
            if (t.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return $"'{t.Name}' is neither a class nor a struct";
            if (t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal)) return $"'{t.Name}' must be public or internal to be mapped";
            if (!t.DeclaringSyntaxReferences.All(part => part.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(m => m.ValueText == "partial")))
                return $"'{t.Name}' must be declared 'partial'";
        }

        return null;
    }

    private static string? ObjectionToInstance(IMethodSymbol method) => method.IsStatic || method.ContainingType.IsReferenceType
        ? null
        : $"it is a struct, which cannot be a service that clients share: make it a class, or '{method.Name}' static";

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.IsValueType) switch
    {
        (true, true) => "record struct",
        (true, false) => "record",
        (false, true) => "struct",
        _ => "class",
    };
}
