using AotSse.Wire;

namespace AotSse.Hosting;

/// <summary>
/// Remembers under which keys what was published, so that a publisher that got no answer may ask again without sending twice. Each scope keeps its
/// newest keys, as many and as long as a topic keeps events. Thread-safe.
/// </summary>
/// <param name="most">Keys kept for a scope.</param>
/// <param name="age">How long a key is kept.</param>
/// <param name="time">Where the time comes from.</param>
/// <param name="isShared">Whether there is a replicated log: then the times in it decide how long a key counts, not this node's clock, which only keeps it long enough.</param>
internal sealed class PublishedKeys(int most, TimeSpan age, TimeProvider time, bool isShared = false)
{
    private readonly TimeSpan _kept = isShared ? age + TimeSpan.FromMinutes(1) : age;
    private readonly Lock _gate = new();

    // Guarded by _gate, as all that is in it.
    private readonly Dictionary<string, Scope> _scopes = new(StringComparer.Ordinal);

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
            if (isMine) return await PublishAsync(scope, entry, publish).ConfigureAwait(false);
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
            return _scopes.TryGetValue(scope, out var found) && found.Entries.TryGetValue(key, out var entry) && entry.IsStored && published - entry.Published < age.TotalMilliseconds
                ? entry.Receipt : null;
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
                _scopes[scope].Entries.Remove(key);
                (entry, isNew) = GetOrAddUnsynchronized(scope, key);
            }

            entry.Store(published, receipt);
            if (isNew) entry.Pending = null;
        }
    }

    /// <summary>Forgets what has become too old.</summary>
    public void Trim()
    {
        lock (_gate)
        {
            foreach (var (name, scope) in _scopes)
            {
                TrimUnsynchronized(scope);
                if (scope.Entries.Count == 0) _scopes.Remove(name);
            }
        }
    }

    private async ValueTask<PublishReceipt> PublishAsync(string scope, Entry entry, Func<ValueTask<PublishReceipt>> publish)
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
            if (!published) Remove(scope, entry);
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
        if (!_scopes.TryGetValue(name, out var scope)) _scopes.Add(name, scope = new Scope());
        TrimUnsynchronized(scope);
        if (scope.Entries.TryGetValue(key, out var known)) return (known, false);

        var entry = new Entry(key, time.GetTimestamp());
        scope.Entries.Add(key, entry);
        scope.ByAge.Enqueue(entry);
        if (scope.ByAge.Count > most) RemoveOldestUnsynchronized(scope);
        return (entry, true);
    }

    private void Remove(string name, Entry entry)
    {
        // It stays in the queue until its turn: removing it there takes the entry itself, never a later one of the same key.
        lock (_gate)
            if (!entry.IsStored && _scopes.TryGetValue(name, out var scope) && scope.Entries.GetValueOrDefault(entry.Key) == entry) scope.Entries.Remove(entry.Key);
    }

    private void TrimUnsynchronized(Scope scope)
    {
        while (scope.ByAge.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Since) >= _kept) RemoveOldestUnsynchronized(scope);
    }

    private static void RemoveOldestUnsynchronized(Scope scope)
    {
        var oldest = scope.ByAge.Dequeue();
        if (scope.Entries.GetValueOrDefault(oldest.Key) == oldest) scope.Entries.Remove(oldest.Key);
    }

    private sealed class Scope
    {
        public Dictionary<string, Entry> Entries { get; } = new(StringComparer.Ordinal);

        public Queue<Entry> ByAge { get; } = new();
    }

    private sealed class Entry(string key, long since)
    {
        // Written by the one that publishes before Pending becomes null or completes; read by others after that.
        private PublishReceipt _receipt;
        private volatile bool _isStored;
        private volatile TaskCompletionSource<bool>? _pending = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public long Since => since;

        /// <summary>Whether the replicated log holds the event. Set under the lock of all keys, behind the receipt.</summary>
        public bool IsStored => _isStored;

        /// <summary>When that was published, in milliseconds since 1970. Guarded by the lock of all keys.</summary>
        public long Published { get; private set; }

        public void Store(long published, PublishReceipt stored)
        {
            (Published, _receipt) = (published, stored);
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
