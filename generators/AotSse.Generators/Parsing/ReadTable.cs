using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Every type that the payloads of a client reach, and what cannot be read of them.</summary>
internal sealed class ReadTable
{
    private readonly List<ReadType> _types = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Type, string Reason)> _refusals = [];

    public IReadOnlyList<(string Path, string Type, string Reason)> Refusals => _refusals;

    /// <summary>What the code for the types names.</summary>
    public Experiments Experiments { get; } = new();

    /// <summary>A place to <see cref="Rollback"/> to.</summary>
    public (int Types, int Refusals) Mark => (_types.Count, _refusals.Count);

    public EquatableArray<ReadType> ToTypes() => _types.OrderBy(type => type.Name, StringComparer.Ordinal).ToEquatable();

    public void Add(ReadType type) => _types.Add(type);

    public void Refuse(string path, ITypeSymbol type, string reason) => _refusals.Add((path, type.ToDisplayString(NullableFlowState.None), reason));

    /// <summary>Names a type. A type gets its name before its parts are looked at, so that it can contain itself.</summary>
    /// <returns><see langword="false"/> when it has one already.</returns>
    public bool TryName(string type, string wish, out string name)
    {
        if (_names.TryGetValue(type, out name!)) return false;
        name = wish;
        for (var number = 2; !_taken.Add(name); number++) name = wish + number;
        _names.Add(type, name);
        return true;
    }

    /// <summary>Forgets what came after a mark: what it is part of is read otherwise.</summary>
    public void Rollback((int Types, int Refusals) mark)
    {
        for (var i = mark.Types; i < _types.Count; i++)
        {
            _names.Remove(_types[i].Type);
            _taken.Remove(_types[i].Name);
        }

        _types.RemoveRange(mark.Types, _types.Count - mark.Types);
        _refusals.RemoveRange(mark.Refusals, _refusals.Count - mark.Refusals);
    }
}
