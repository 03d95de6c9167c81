using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the type that declares a stream: how to add parts to it, how to make it, how its methods reach the hub.</summary>
internal static class TypeParser
{
    /// <param name="type">The type.</param>
    /// <param name="needsHub">Whether the method that is being parsed is a push method.</param>
    /// <param name="place">Where to report.</param>
    /// <param name="sink">Where to report to.</param>
    public static TypeModel? Parse(INamedTypeSymbol type, bool needsHub, Location? place, DiagnosticSink sink)
    {
        if (Objection(type) is { } objection)
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

        var declarations = new Stack<string>();
        for (var t = type; t is not null; t = t.ContainingType) declarations.Push($"partial {Keyword(t)} {t.Name.Escaped()}");

        var fullName = type.ToSourceNotNull();
        return new TypeModel(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            declarations.ToEquatable(),
            type.Name.Escaped(),
            fullName.Replace("global::", "").Replace("@", ""),
            fullName,
            hub,
            type.IsStatic || type.IsAbstract ? null : Factory(type, fullName, hub));
    }

    private static string? Objection(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsGenericType) return $"'{t.Name}' is generic, so there is no single endpoint for it";
            if (t.IsFileLocal) return $"'{t.Name}' is local to its file";
            if (t.TypeKind is not (TypeKind.Class or TypeKind.Struct)) return $"'{t.Name}' is neither a class nor a struct";
            if (t.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal)) return $"'{t.Name}' must be public or internal to be mapped";
            if (!t.DeclaringSyntaxReferences.All(part => part.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(m => m.ValueText == "partial")))
                return $"'{t.Name}' must be declared 'partial'";
        }

        return null;
    }

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.IsValueType) switch
    {
        (true, true) => "record struct",
        (true, false) => "record",
        (false, true) => "struct",
        _ => "class",
    };

    /// <summary>Calls the constructor that takes most, each argument from the provider.</summary>
    private static string? Factory(INamedTypeSymbol type, string fullName, HubModel? hub)
    {
        if (hub is { DeclaresConstructor: true }) return $"new {fullName}(provider.GetRequiredService<global::{Names.Hub}>())";

        IMethodSymbol? best = null;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal)) continue;
            if (type.IsRecord && constructor.Parameters is [{ Type: var only }] && SymbolEqualityComparer.Default.Equals(only, type)) continue;
            if (best is null || constructor.Parameters.Length > best.Parameters.Length) best = constructor;
        }

        return best is null ? null : $"new {fullName}({string.Join(", ", best.Parameters.Select(Service))})";
    }

    private static string Service(IParameterSymbol parameter)
    {
        var isOptional = parameter.HasExplicitDefaultValue || parameter.NullableAnnotation == NullableAnnotation.Annotated;
        return $"provider.{(isOptional ? "GetService" : "GetRequiredService")}<{parameter.Type.ToSourceNotNull()}>()";
    }
}
