using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Finds how push methods reach the hub: through what the type declares itself (a primary-constructor parameter, a field, a property), else
/// through a field and a constructor that the generator adds.
/// </summary>
internal static class HubParser
{
    private const string GeneratedField = "_hub";

    /// <returns><see langword="null"/> when the type has a constructor of its own but nothing that holds a hub.</returns>
    public static HubModel? Parse(INamedTypeSymbol type)
    {
        var hasConstructor = false;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.IsImplicitlyDeclared) continue;
            hasConstructor = true;
            if (constructor.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not TypeDeclarationSyntax) continue;
            foreach (var parameter in constructor.Parameters)
                if (parameter.Type.Is(Names.Hub) && !type.IsRecord) return new HubModel(parameter.Name.Escaped(), DeclaresField: false, DeclaresConstructor: false);
        }

        if (Member(type) is { } member)
            return new HubModel("this." + member.Name.Escaped(), DeclaresField: false, DeclaresConstructor: !hasConstructor && IsAssignedHere(type, member));
        return hasConstructor ? null : new HubModel("this." + GeneratedField, DeclaresField: true, DeclaresConstructor: true);
    }

    /// <summary>A field or property that holds a hub, of the type or inherited.</summary>
    private static ISymbol? Member(INamedTypeSymbol type)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            foreach (var member in t.GetMembers())
            {
                if (member.IsStatic || member.IsImplicitlyDeclared) continue;
                if (member.DeclaredAccessibility == Accessibility.Private && !SymbolEqualityComparer.Default.Equals(t, type)) continue;
                if (member is IFieldSymbol { Type: var f } && f.Is(Names.Hub)) return member;
                if (member is IPropertySymbol { IsIndexer: false, GetMethod: not null, Type: var p } && p.Is(Names.Hub)) return member;
            }
        }

        return null;
    }

    /// <summary>Whether a generated constructor has to fill it: it is the type's own, stores a value and has no initializer.</summary>
    private static bool IsAssignedHere(INamedTypeSymbol type, ISymbol member)
    {
        if (!SymbolEqualityComparer.Default.Equals(member.ContainingType, type)) return false;
        return member.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() switch
        {
            VariableDeclaratorSyntax field => field.Initializer is null,
            PropertyDeclarationSyntax property => property is { Initializer: null, ExpressionBody: null }
                && property.AccessorList!.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
            _ => false,
        };
    }
}
