using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>A type that is an array or a map in JSON.</summary>
/// <param name="Element">The type of its elements, or of the values of a dictionary.</param>
/// <param name="Key">The type of the keys of a dictionary.</param>
/// <param name="Iteration">How they are visited.</param>
internal sealed record Collection(ITypeSymbol Element, ITypeSymbol? Key, Iteration Iteration)
{
    /// <summary>Whether how numbers are written concerns it.</summary>
    public bool HoldsNumbers => ScalarParser.KindOf(Element.Unwrap(out _)) == ValueKind.Number;
}

/// <summary>Knows arrays, spans in memory, dictionaries, and everything that implements <c>IEnumerable&lt;T&gt;</c>.</summary>
internal static class CollectionParser
{
    private const string Generic = "System.Collections.Generic.";

    /// <summary>What a type is a collection of, if it is one.</summary>
    public static Collection? Find(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return array.IsSZArray ? new Collection(array.ElementType, null, Iteration.Direct) : null;
        if (type.SpecialType == SpecialType.System_String || type is not INamedTypeSymbol named) return null;
        if (type.Is("System.Memory<T>") || type.Is("System.ReadOnlyMemory<T>")) return new Collection(named.TypeArguments[0], null, Iteration.Span);

        if (Implemented(named, Generic + "IDictionary<TKey, TValue>", Generic + "IReadOnlyDictionary<TKey, TValue>") is { } map)
            return new Collection(map.TypeArguments[1], map.TypeArguments[0], IterationOf(named));
        return Implemented(named, Generic + "IEnumerable<T>") is { } items ? new Collection(items.TypeArguments[0], null, IterationOf(named)) : null;
    }

    /// <summary>Whether a type is any kind of collection.</summary>
    public static bool IsEnumerable(ITypeSymbol type) =>
        type is IArrayTypeSymbol || type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.AllInterfaces.Any(implemented => implemented.SpecialType == SpecialType.System_Collections_IEnumerable || implemented.Is(Names.AsyncEnumerable));

    public static ShapeModel? Parse(string name, ITypeSymbol type, Collection collection, string path, NumberForm numbers, ValueParser parser)
    {
        if (JsonAttributes.Unknown(type) is { } attribute) return parser.LeaveToContext(path, type, $"{attribute} is not known", type);
        var source = type.ToSourceNotNull();
        if (collection.Key is null)
            return parser.Parse(collection.Element, path + "[]", numbers) is { } element ? new ArrayShape(name, source, element, collection.Iteration) : null;

        var key = parser.ParseKey(collection.Key, path + ".Keys", type);
        var value = parser.Parse(collection.Element, path + "[]", numbers);
        return key is null || value is null ? null : new MapShape(name, source, key, value, collection.Iteration);
    }

    /// <summary>The one construction of these interfaces that a type is or implements.</summary>
    private static INamedTypeSymbol? Implemented(INamedTypeSymbol type, params string[] interfaces)
    {
        INamedTypeSymbol? found = null;
        foreach (var implemented in type.AllInterfaces.Add(type))
        {
            if (!interfaces.Any(implemented.Is)) continue;
            if (found is not null && !SameArguments(found, implemented)) return null;
            found = implemented;
        }

        return found;
    }

    private static bool SameArguments(INamedTypeSymbol one, INamedTypeSymbol other)
    {
        for (var i = 0; i < one.TypeArguments.Length; i++)
            if (!SymbolEqualityComparer.Default.Equals(one.TypeArguments[i], other.TypeArguments[i])) return false;
        return true;
    }

    /// <summary>The framework's own classes have enumerators that are structs; what else there is may hide what its interface gives.</summary>
    private static Iteration IterationOf(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Interface && type.IsFromFramework() && !type.Is("System.Collections.Immutable.ImmutableArray<T>") ? Iteration.Direct : Iteration.Interface;
}
