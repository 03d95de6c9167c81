using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Knows for each collection the method of <c>JsonMetadataServices</c> that reads it.</summary>
internal static class ReadCollections
{
    private const string Generic = "System.Collections.Generic.";
    private const string Immutable = "System.Collections.Immutable.";
    private const string Concurrent = "System.Collections.Concurrent.";

    /// <summary>The immutable interfaces and the class that makes what they promise.</summary>
    private static readonly Dictionary<string, string> ImmutableInterfaces = new(StringComparer.Ordinal)
    {
        ["IImmutableList"] = "ImmutableList",
        ["IImmutableStack"] = "ImmutableStack",
        ["IImmutableQueue"] = "ImmutableQueue",
        ["IImmutableSet"] = "ImmutableHashSet",
        ["IImmutableDictionary"] = "ImmutableDictionary",
    };

    /// <returns><see langword="null"/> when none does.</returns>
    public static ReadType? Find(string name, string plain, ITypeSymbol type, Collection collection)
    {
        var element = ReadParser.Plain(collection.Element);
        if (type is IArrayTypeSymbol) return new ReadCollection(name, plain, $"CreateArrayInfo<{element}>", false, null);
        if (type.Is("System.Memory<T>")) return new ReadCollection(name, plain, $"CreateMemoryInfo<{element}>", false, null);
        if (type.Is("System.ReadOnlyMemory<T>")) return new ReadCollection(name, plain, $"CreateReadOnlyMemoryInfo<{element}>", false, null);

        var named = (INamedTypeSymbol)type;
        var arguments = collection.Key is { } key ? $"{ReadParser.Plain(key)}, {element}" : element;
        if (named.ContainingNamespace.ToDisplayString() + "." == Immutable)
        {
            var factory = ImmutableInterfaces.TryGetValue(named.Name, out var behind) ? behind : named.Name;
            var kind = collection.Key is null ? "Enumerable" : "Dictionary";
            return new ReadCollection(name, plain, $"CreateImmutable{kind}Info<{plain}, {arguments}>", false, $"global::{Immutable}{factory}.CreateRange<{arguments}>");
        }

        var isInterface = type.TypeKind == TypeKind.Interface;
        if (!isInterface && !CanCreate(named)) return null;
        return MethodOf(named, collection.Key is not null) is { } method ? new ReadCollection(name, plain, $"Create{method}Info<{plain}, {arguments}>", !isInterface, null) : null;
    }

    private static string? MethodOf(INamedTypeSymbol type, bool isMap)
    {
        if (isMap)
        {
            if (IsOrDerives(type, Generic + "Dictionary<TKey, TValue>")) return "Dictionary";
            if (type.Is(Generic + "IReadOnlyDictionary<TKey, TValue>")) return "IReadOnlyDictionary";
            return IsOrImplements(type, Generic + "IDictionary<TKey, TValue>") ? "IDictionary" : null;
        }

        if (IsOrDerives(type, Generic + "List<T>")) return "List";
        if (IsOrDerives(type, Generic + "Stack<T>")) return "Stack";
        if (IsOrDerives(type, Generic + "Queue<T>")) return "Queue";
        if (IsOrDerives(type, Concurrent + "ConcurrentStack<T>")) return "ConcurrentStack";
        if (IsOrDerives(type, Concurrent + "ConcurrentQueue<T>")) return "ConcurrentQueue";
        if (IsOrImplements(type, Generic + "ISet<T>")) return "ISet";
        if (IsOrImplements(type, Generic + "IList<T>")) return "IList";
        if (IsOrImplements(type, Generic + "ICollection<T>")) return "ICollection";
        return type.Is(Generic + "IEnumerable<T>") || type.Is(Generic + "IReadOnlyList<T>") || type.Is(Generic + "IReadOnlyCollection<T>") ? "IEnumerable" : null;
    }

    private static bool CanCreate(INamedTypeSymbol type) =>
        !type.IsAbstract && type.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty && constructor.DeclaredAccessibility == Accessibility.Public);

    private static bool IsOrDerives(INamedTypeSymbol type, string name)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.Is(name)) return true;
        return false;
    }

    private static bool IsOrImplements(INamedTypeSymbol type, string name) => type.Is(name) || type.AllInterfaces.Any(implemented => implemented.Is(name));
}
