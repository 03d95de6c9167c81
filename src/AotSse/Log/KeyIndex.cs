namespace AotSse.Log;

/// <summary>The keys of the retained events of one log. Not synchronised; allocates for keys it has not seen.</summary>
internal sealed class KeyIndex
{
    private readonly Dictionary<string, EventKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventKey>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public KeyIndex() => _bySpan = _keys.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _keys.Count;

    public EventKey GetOrAdd(ReadOnlySpan<char> text)
    {
        if (_bySpan.TryGetValue(text, out var found)) return found;
        var key = new EventKey(text.ToString());
        _keys.Add(key.Text, key);
        return key;
    }

    public void Remove(EventKey key) => _keys.Remove(key.Text);
}
