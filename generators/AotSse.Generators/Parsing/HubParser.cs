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
        var hasConstructor = type.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared);
        var callsBase = type.BaseType is { } baseType && GetsConstructor(baseType);
        if (Member(type) is { } member)
        {
            var fills = !hasConstructor && (callsBase || IsAssignedHere(type, member));
            return new HubModel(member.Name.Escaped(), DeclaresField: false, fills, callsBase, SetsRequiredMembers: member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
        }

        if (PrimaryParameter(type) is { } parameter) return new HubModel(parameter.Name.Escaped());
        return hasConstructor ? null : new HubModel(UniqueNames.Free(type, GeneratedField), DeclaresField: true, DeclaresConstructor: true, callsBase);
    }

    /// <summary>Whether the generator adds a constructor to a base type, which then has to be called.</summary>
    private static bool GetsConstructor(INamedTypeSymbol type)
    {
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsPartialDefinition: true, PartialImplementationPart: null } && member.Attribute(Names.EventStream) is not null)
                return Parse(type) is { DeclaresConstructor: true };
        }

        return false;
    }

    /// <summary>Only asked for when no member holds a hub: what is stored already must not be captured as well.</summary>
    private static IParameterSymbol? PrimaryParameter(INamedTypeSymbol type)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is TypeDeclarationSyntax)
                return constructor.Parameters.FirstOrDefault(parameter => parameter.Type.Is(Names.Hub));
        }

        return null;
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
