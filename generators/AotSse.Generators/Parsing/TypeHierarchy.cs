using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>The types whose members an object has, the most derived first: a class and its bases, or an interface and those it inherits.</summary>
internal static class TypeHierarchy
{
    public static IReadOnlyList<INamedTypeSymbol> Of(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface ? Interfaces(type) : Classes(type);

    /// <summary>Whether a type is another or inherits from it, so that its members hide the other's with the same name.</summary>
    public static bool Hides(this INamedTypeSymbol type, INamedTypeSymbol other) => Of(type).Contains(other, SymbolEqualityComparer.Default);

    private static List<INamedTypeSymbol> Classes(INamedTypeSymbol type)
    {
        var types = new List<INamedTypeSymbol>();
        for (var t = type; t is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; t = t.BaseType) types.Add(t);
        return types;
    }

    /// <summary>Interfaces have no single order: this is the one of <c>JsonSerializer</c>, which sorts them from the roots up, each as soon as all that it inherits are there.</summary>
    private static List<INamedTypeSymbol> Interfaces(INamedTypeSymbol type)
    {
        var waiting = new List<INamedTypeSymbol>();
        Visit(type, waiting);
        var ready = new Queue<INamedTypeSymbol>(waiting.Where(found => found.AllInterfaces.IsEmpty));
        waiting.RemoveAll(found => found.AllInterfaces.IsEmpty);

        var sorted = new List<INamedTypeSymbol>();
        while (ready.Count > 0)
        {
            sorted.Add(ready.Dequeue());
            foreach (var next in waiting.Where(found => found.AllInterfaces.All(inherited => sorted.Contains(inherited, SymbolEqualityComparer.Default))).ToList())
            {
                waiting.Remove(next);
                ready.Enqueue(next);
            }
        }

        sorted.Reverse();
        return sorted;
    }

    /// <summary>An interface before what it inherits, in the order of its declaration: the order in which the runtime knows them.</summary>
    private static void Visit(INamedTypeSymbol type, List<INamedTypeSymbol> found)
    {
        if (found.Contains(type, SymbolEqualityComparer.Default)) return;
        found.Add(type);
        foreach (var inherited in type.Interfaces) Visit(inherited, found);
    }
}
