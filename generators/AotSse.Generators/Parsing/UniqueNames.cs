using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Gives names to what is generated, apart from everything the user named. Names of files are compared without case, those of members too,
/// so that one rule does for both.
/// </summary>
internal static class UniqueNames
{
    /// <summary>The name from which those of the generated members of a method are made: its own, with a number where that is taken.</summary>
    public static string Of(IMethodSymbol method)
    {
        var definition = method.PartialDefinitionPart ?? method;
        foreach (var (other, name) in Given(method.ContainingType))
            if (SymbolEqualityComparer.Default.Equals(other, definition)) return name;
        return method.Name;
    }

    /// <summary>The full name of a type as part of a file's name, with a number where another differs in case alone.</summary>
    public static string OfType(INamedTypeSymbol type)
    {
        var name = "";
        for (INamespaceOrTypeSymbol? t = type; t is not (null or INamespaceSymbol { IsGlobalNamespace: true }); t = t.ContainingType ?? (INamespaceOrTypeSymbol)t.ContainingNamespace)
            name = (t.ContainingType is not null ? "+" : ".") + t.Name + NumberAmongSiblings(t) + name;
        return name.Substring(1);
    }

    /// <summary>A name for a member that neither the type nor one it inherits from uses.</summary>
    public static string Free(INamedTypeSymbol type, string name)
    {
        while (IsTaken(type, name)) name += "_";
        return name;
    }

    /// <summary>The methods of a type and the names they get; those of its base types come first, so that none hides another.</summary>
    private static IEnumerable<(IMethodSymbol Method, string Name)> Given(INamedTypeSymbol type)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var types = new Stack<INamedTypeSymbol>();
        for (var t = type; t is not null; t = t.BaseType) types.Push(t);
        foreach (var method in types.SelectMany(t => t.GetMembers().OfType<IMethodSymbol>()))
            if (method.Attribute(Names.EventStream) is not null) yield return (method, NameFor(method, names));
    }

    private static string NameFor(IMethodSymbol method, HashSet<string> given)
    {
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? method.Name : method.Name + number;
            if (number > 1 && IsTaken(method.ContainingType, name)) continue;
            if (GeneratedMembers.Of(name).Any(member => IsTaken(method.ContainingType, member) || method.Parameters.Any(p => p.Name == member))) continue;
            if (given.Add(name)) return name;
        }
    }

    private static bool IsTaken(INamedTypeSymbol type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (!t.GetMembers(name).IsEmpty) return true;
        return false;
    }

    private static string NumberAmongSiblings(INamespaceOrTypeSymbol symbol)
    {
        var siblings = ((INamespaceOrTypeSymbol?)symbol.ContainingType ?? symbol.ContainingNamespace).GetMembers();
        var before = 0;
        foreach (var sibling in siblings)
        {
            if (SymbolEqualityComparer.Default.Equals(sibling, symbol)) break;
            if (sibling is INamespaceSymbol or INamedTypeSymbol { Arity: 0 } && string.Equals(sibling.Name, symbol.Name, StringComparison.OrdinalIgnoreCase)) before++;
        }

        return before == 0 ? "" : $"{before + 1}";
    }
}
