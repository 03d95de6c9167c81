using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AotSse.Wire;

/// <summary>
/// Visits collections that are known by their interface alone, without an allocation for what is behind it most often: arrays, lists, what collection expressions make, dictionaries.
/// Generated code uses it. A collection must not change meanwhile.
/// </summary>
public static class Items
{
    /// <summary>The items of a collection.</summary>
    public static ItemEnumerable<T> Of<T>(IEnumerable<T> items) => new(items);

    /// <summary>The items of an array.</summary>
    /// <exception cref="InvalidOperationException">It is the default.</exception>
    public static ReadOnlySpan<T> Of<T>(ImmutableArray<T> items)
    {
        if (items.IsDefault) throw new InvalidOperationException($"This ImmutableArray<{typeof(T).Name}> was never given a value: use an empty one.");
        return items.AsSpan();
    }

    /// <summary>The entries of a dictionary.</summary>
    public static EntryEnumerable<TKey, TValue> OfMap<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> entries) where TKey : notnull => new(entries);

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ref struct ItemEnumerable<T>(IEnumerable<T> items)
    {
        /// <summary>Begins.</summary>
        public ItemEnumerator<T> GetEnumerator() => items switch
        {
            T[] array => new ItemEnumerator<T>(array),
            List<T> list => new ItemEnumerator<T>(CollectionsMarshal.AsSpan(list)),
            IReadOnlyList<T> list => new ItemEnumerator<T>(list),
            _ => new ItemEnumerator<T>(items.GetEnumerator()),
        };
    }

    /// <summary>For <c>foreach</c>.</summary>
    public ref struct ItemEnumerator<T>
    {
        private readonly ReadOnlySpan<T> _span;
        private readonly IReadOnlyList<T>? _list;
        private readonly IEnumerator<T>? _items;
        private readonly int _count;
        private int _index = -1;

        internal ItemEnumerator(ReadOnlySpan<T> span)
        {
            _span = span;
            _count = span.Length;
        }

        internal ItemEnumerator(IReadOnlyList<T> list)
        {
            _list = list;
            _count = list.Count;
        }

        internal ItemEnumerator(IEnumerator<T> items) => _items = items;

        /// <summary>The item.</summary>
        public readonly T Current => _list is null ? _items is null ? _span[_index] : _items.Current : _list[_index];

        /// <summary>Goes on.</summary>
        public bool MoveNext() => _items is null ? ++_index < _count : _items.MoveNext();

        /// <summary>Ends.</summary>
        public readonly void Dispose() => _items?.Dispose();
    }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ref struct EntryEnumerable<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> entries) where TKey : notnull
    {
        /// <summary>Begins.</summary>
        public EntryEnumerator<TKey, TValue> GetEnumerator() => new(entries);
    }

    /// <summary>For <c>foreach</c>.</summary>
    public ref struct EntryEnumerator<TKey, TValue> where TKey : notnull
    {
        private readonly IEnumerator<KeyValuePair<TKey, TValue>>? _entries;
        private Dictionary<TKey, TValue>.Enumerator _dictionary;

        internal EntryEnumerator(IEnumerable<KeyValuePair<TKey, TValue>> entries)
        {
            if (entries is Dictionary<TKey, TValue> dictionary) _dictionary = dictionary.GetEnumerator();
            else _entries = entries.GetEnumerator();
        }

        /// <summary>The entry.</summary>
        public readonly KeyValuePair<TKey, TValue> Current => _entries is null ? _dictionary.Current : _entries.Current;

        /// <summary>Goes on.</summary>
        public bool MoveNext() => _entries is null ? _dictionary.MoveNext() : _entries.MoveNext();

        /// <summary>Ends.</summary>
        public readonly void Dispose() => _entries?.Dispose();
    }
}
