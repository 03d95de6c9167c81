using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.Extensions.Logging;

namespace AotSse.Hosting;

/// <summary>
/// Remembers under which keys what was published, so that a publisher that got no answer may ask again without sending twice. Each scope keeps its
/// newest keys, as many and as long as a topic keeps events; where those of all scopes take too much memory, the oldest go before their time. Thread-safe.
/// </summary>
/// <param name="most">Keys kept for a scope.</param>
/// <param name="age">How long a key is kept.</param>
/// <param name="limit">The most bytes of all keys.</param>
/// <param name="time">Where the time comes from.</param>
/// <param name="logger">Is told when keys went before their time.</param>
/// <param name="isShared">Whether there is a replicated log: then its times and its order decide how long a key counts, not this node's clock and memory, which only keep it long enough.</param>
internal sealed class PublishedKeys(int most, TimeSpan age, long limit, TimeProvider time, ILogger logger, bool isShared = false)
{
    /// <summary>What a key takes beside its characters: the objects that hold it, its places in tables, and the receipt.</summary>
    private const int KeyOverhead = 320;

    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _kept = isShared ? age + TimeSpan.FromMinutes(1) : age;
    private readonly long _mostKept = isShared ? 2L * most : most;
    private readonly Lock _gate = new();

    // Guarded by _gate, as all that is in them.
    private readonly Dictionary<string, Scope> _scopes = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();
    private long _bytes;
    private long? _told;

    /// <summary>How many scopes hold a key.</summary>
    public int ScopeCount
    {
        get { lock (_gate) return _scopes.Count; }
    }

    /// <inheritdoc cref="EventStreamHub.PublishOnceAsync"/>
    public async ValueTask<PublishReceipt> PublishAsync(string scope, string key, Func<ValueTask<PublishReceipt>> publish)
    {
        FieldRules.ThrowIfInvalid(key, "key");
        while (true)
        {
            var (entry, isMine) = GetOrAdd(scope, key);
            if (isMine) return await PublishAsync(entry, publish).ConfigureAwait(false);
            if (entry.Pending is not { } pending) return entry.Receipt;

            // The first attempt is still under way, on another thread. If it fails, nothing was sent, and the next in line tries.
            if (await pending.Task.ConfigureAwait(false)) return entry.Receipt;
        }
    }

    /// <summary>Finds what the replicated log holds already under a key. Depends on the records before alone, so that each node finds the same.</summary>
    /// <param name="scope">What the key belongs to.</param>
    /// <param name="key">The key.</param>
    /// <param name="published">When the event was published for which this is asked, in milliseconds since 1970.</param>
    public PublishReceipt? FindStored(string scope, string key, long published)
    {
        lock (_gate)
        {
            if (!_scopes.TryGetValue(scope, out var found) || !found.Entries.TryGetValue(key, out var entry) || !entry.IsStored) return null;
            return published - entry.Published < age.TotalMilliseconds && found.Stored - entry.StoredBefore <= most ? entry.Receipt : null;
        }
    }

    /// <summary>Notes what has been read from the replicated log under a key, whoever published it.</summary>
    public void AddStored(string scope, string key, long published, PublishReceipt receipt)
    {
        lock (_gate)
        {
            var (entry, isNew) = GetOrAddUnsynchronized(scope, key);
            if (!isNew && entry.IsStored)
            {
                // Too old to count: the new one takes its place.
                ForgetUnsynchronized(entry);
                (entry, isNew) = GetOrAddUnsynchronized(scope, key);
            }

            entry.Store(published, entry.Scope.Stored++, receipt);
            if (isNew) entry.Pending = null;
        }
    }

    /// <summary>Forgets what has become too old.</summary>
    public void Trim()
    {
        lock (_gate) TrimUnsynchronized();
    }

    private async ValueTask<PublishReceipt> PublishAsync(Entry entry, Func<ValueTask<PublishReceipt>> publish)
    {
        var pending = entry.Pending!;
        var published = false;
        try
        {
            entry.Receipt = await publish().ConfigureAwait(false);
            published = true;
            return entry.Receipt;
        }
        catch (EventPublishException) when (entry.IsStored)
        {
            // It did not hear so in time, but the replicated log has it.
            published = true;
            return entry.Receipt;
        }
        finally
        {
            if (!published)
            {
                lock (_gate)
                    if (!entry.IsStored) ForgetUnsynchronized(entry);
            }

            entry.Pending = null;
            pending.SetResult(published);
        }
    }

    private (Entry Entry, bool IsNew) GetOrAdd(string name, string key)
    {
        lock (_gate) return GetOrAddUnsynchronized(name, key);
    }

    private (Entry Entry, bool IsNew) GetOrAddUnsynchronized(string name, string key)
    {
        TrimUnsynchronized();
        if (!_scopes.TryGetValue(name, out var scope)) _scopes.Add(name, scope = new Scope(name));
        if (scope.Entries.TryGetValue(key, out var known)) return (known, false);

        var entry = new Entry(scope, key, time.GetTimestamp());
        scope.Entries.Add(key, entry);
        scope.ByAge.AddLast(entry.InScope);
        _byAge.AddLast(entry.InAll);
        _bytes += BytesOf(entry);
        if (scope.Entries.Count > _mostKept) ForgetUnsynchronized(scope.ByAge.First!.Value);
        if (_bytes > limit) RelieveUnsynchronized();
        return (entry, true);
    }

    /// <summary>Makes room for some more, so that not each key has to.</summary>
    private void RelieveUnsynchronized()
    {
        var count = _byAge.Count;
        while (_bytes > limit - limit / 8 && _byAge.Count > 1) ForgetUnsynchronized(_byAge.First!.Value);
        if (_told is { } told && time.GetElapsedTime(told) < TellAgain) return;
        _told = time.GetTimestamp();
        StreamLog.KeysForgotten(logger, limit, count - _byAge.Count, time.GetElapsedTime(_byAge.First!.Value.Since).TotalSeconds);
    }

    private void TrimUnsynchronized()
    {
        while (_byAge.First is { Value: var oldest } && time.GetElapsedTime(oldest.Since) >= _kept) ForgetUnsynchronized(oldest);
    }

    private void ForgetUnsynchronized(Entry entry)
    {
        if (entry.InAll.List is null) return;
        var scope = entry.Scope;
        _byAge.Remove(entry.InAll);
        scope.ByAge.Remove(entry.InScope);
        scope.Entries.Remove(entry.Key);
        _bytes -= BytesOf(entry);
        if (scope.Entries.Count == 0) _scopes.Remove(scope.Name);
    }

    /// <summary>With the name of its scope, which may have this one key alone.</summary>
    private static long BytesOf(Entry entry) => KeyOverhead + sizeof(char) * (entry.Key.Length + entry.Scope.Name.Length);

    private sealed class Scope(string name)
    {
        public string Name => name;

        /// <summary>How many of its keys have come from the replicated log.</summary>
        public long Stored { get; set; }

        public Dictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

        public LinkedList<Entry> ByAge { get; } = new();
    }

    private sealed class Entry
    {
        // Written by the one that publishes before Pending becomes null or completes; read by others after that.
        private PublishReceipt _receipt;
        private volatile bool _isStored;
        private volatile TaskCompletionSource<bool>? _pending = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Entry(Scope scope, string key, long since)
        {
            Scope = scope;
            Key = key;
            Since = since;
            InScope = new LinkedListNode<Entry>(this);
            InAll = new LinkedListNode<Entry>(this);
        }

        public Scope Scope { get; }

        public string Key { get; }

        public long Since { get; }

        /// <summary>Its place among the keys of its scope, by age.</summary>
        public LinkedListNode<Entry> InScope { get; }

        /// <summary>Its place among all keys, by age; in no list once it is forgotten.</summary>
        public LinkedListNode<Entry> InAll { get; }

        /// <summary>Whether the replicated log holds the event. Set under the lock of all keys, behind the receipt.</summary>
        public bool IsStored => _isStored;

        /// <summary>When that was published, in milliseconds since 1970. Guarded by the lock of all keys.</summary>
        public long Published { get; private set; }

        /// <summary>How many keys of its scope had come from the replicated log before it. Guarded by the lock of all keys.</summary>
        public long StoredBefore { get; private set; }

        public void Store(long published, long before, PublishReceipt stored)
        {
            (Published, StoredBefore, _receipt) = (published, before, stored);
            _isStored = true;
        }

        public PublishReceipt Receipt
        {
            get => _receipt;
            set => _receipt = value;
        }

        /// <summary>Completes by whether the event was published; none afterwards.</summary>
        public TaskCompletionSource<bool>? Pending
        {
            get => _pending;
            set => _pending = value;
        }
    }
}
