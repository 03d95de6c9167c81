using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the expression that makes a type from services: a call of the constructor that takes most.</summary>
internal static class FactoryParser
{
    private const string SetsRequiredMembers = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";

    /// <returns><see langword="null"/> when only the app can make it; then it has to register it.</returns>
    public static string? Parse(INamedTypeSymbol type, HubModel? hub)
    {
        if (type.IsStatic || type.IsAbstract) return null;
        var name = type.ToSourceNotNull();
        if (hub is { DeclaresConstructor: true } && (hub.SetsRequiredMembers || !HasRequiredMembers(type))) return $"new {name}(provider.GetRequiredService<global::{Names.Hub}>())";

        if (hub is { DeclaresConstructor: true }) return null;

        IMethodSymbol? best = null;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) continue;
            if (constructor.Parameters.Any(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType)) continue;
            if (type.IsRecord && constructor.Parameters is [{ Type: var only }] && SymbolEqualityComparer.Default.Equals(only, type)) continue;
            if (best is null || constructor.Parameters.Length > best.Parameters.Length) best = constructor;
        }

        if (best is null || (HasRequiredMembers(type) && best.Attribute(SetsRequiredMembers) is null)) return null;
        return $"new {name}({Arguments(best)})";
    }

    private static string Arguments(IMethodSymbol constructor)
    {
        var arguments = new List<string>();
        foreach (var parameter in constructor.Parameters)
        {
            // What no container provides keeps its default; the arguments after it need names.
            if (parameter.HasExplicitDefaultValue && (parameter.Type.IsValueType || parameter.Type.SpecialType == SpecialType.System_String)) continue;
            arguments.Add((arguments.Count == parameter.Ordinal ? "" : parameter.Name.Escaped() + ": ") + Service(parameter));
        }

        return string.Join(", ", arguments);
    }

    private static string Service(IParameterSymbol parameter)
    {
        var get = parameter.HasExplicitDefaultValue || parameter.NullableAnnotation == NullableAnnotation.Annotated ? "Get" : "GetRequired";
        var type = parameter.Type.ToSourceNotNull();
        return parameter.Attribute(Names.FromKeyedServices) is { ConstructorArguments: [var key, ..] }
            ? $"provider.{get}KeyedService<{type}>({key.ToCSharpString()})"
            : $"provider.{get}Service<{type}>()";
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })) return true;
        return false;
    }
}
