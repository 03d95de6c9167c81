using System.Text;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>The shapes of one payload and their names. A type gets its name before it is parsed, so that it can contain itself.</summary>
internal sealed class ShapeTable
{
    private readonly List<ShapeModel> _shapes = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<(ITypeSymbol Type, string Variant), string> _known = new(KeyComparer.Instance);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Whether a shape was asked for while it was being parsed.</summary>
    public bool IsRecursive { get; private set; }

    /// <summary>What the code for the shapes names.</summary>
    public Experiments Experiments { get; } = new();

    /// <summary>How many shapes are complete: a place to <see cref="Rollback"/> to.</summary>
    public int Mark => _shapes.Count;

    public EquatableArray<ShapeModel> ToShapes() => _shapes.ToEquatable();

    public void Add(ShapeModel shape) => _shapes.Add(shape);

    /// <summary>The name of a type's shape, which is parsed if it is not known.</summary>
    /// <param name="type">The type, without <c>?</c>.</param>
    /// <param name="variant">Tells apart different shapes of one type.</param>
    /// <param name="parse">Gives the shape for its name, or <see langword="null"/> when it cannot be written.</param>
    public string? GetOrAdd(ITypeSymbol type, string variant, Func<string, ShapeModel?> parse)
    {
        var key = (type, variant);
        if (_known.TryGetValue(key, out var known))
        {
            if (_open.Contains(known)) IsRecursive = true;
            return known;
        }

        var name = Reserve(NameOf(type) + variant);
        _known.Add(key, name);
        _open.Add(name);
        var shape = parse(name);
        _open.Remove(name);
        if (shape is null)
        {
            _known.Remove(key);
            _names.Remove(name);
            return null;
        }

        _shapes.Add(shape);
        return name;
    }

    /// <summary>Forgets the shapes after a mark: what they are part of is written otherwise.</summary>
    public void Rollback(int mark)
    {
        for (var i = mark; i < _shapes.Count; i++)
        {
            var name = _shapes[i].Name;
            _names.Remove(name);
            foreach (var pair in _known.Where(pair => pair.Value == name).ToList()) _known.Remove(pair.Key);
        }

        _shapes.RemoveRange(mark, _shapes.Count - mark);
    }

    /// <summary>A name that no other shape has.</summary>
    public string Reserve(string name)
    {
        var unique = name;
        for (var number = 2; !_names.Add(unique); number++) unique = name + number;
        return unique;
    }

    /// <summary>A readable name: <c>ListOfOrder</c>, <c>OrderArray</c>.</summary>
    public static string NameOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return NameOf(array.ElementType) + "Array";
        if (type is not INamedTypeSymbol { TypeArguments.Length: > 0 } named) return type.Name;
        var value = type.Unwrap(out var isNullable);
        if (isNullable) return NameOf(value) + "OrNull";
        var name = new StringBuilder(type.Name);
        for (var i = 0; i < named.TypeArguments.Length; i++) name.Append(i == 0 ? "Of" : "And").Append(NameOf(named.TypeArguments[i]));
        return name.ToString();
    }

    /// <summary>Types that differ in the nullability of their parts are written by different code.</summary>
    private sealed class KeyComparer : IEqualityComparer<(ITypeSymbol Type, string Variant)>
    {
        public static readonly KeyComparer Instance = new();

        public bool Equals((ITypeSymbol Type, string Variant) x, (ITypeSymbol Type, string Variant) y) =>
            x.Variant == y.Variant && SymbolEqualityComparer.IncludeNullability.Equals(x.Type, y.Type);

        public int GetHashCode((ITypeSymbol Type, string Variant) key) => SymbolEqualityComparer.Default.GetHashCode(key.Type);
    }
}
