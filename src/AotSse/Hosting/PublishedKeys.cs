using AotSse.Wire;

namespace AotSse.Hosting;

/// <summary>
/// Remembers under which keys what was published, so that a publisher that got no answer may ask again without sending twice. Each scope keeps its
/// newest keys, as many and as long as a topic keeps events. Thread-safe.
/// </summary>
/// <param name="most">Keys kept for a scope.</param>
/// <param name="age">How long a key is kept.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class PublishedKeys(int most, TimeSpan age, TimeProvider time)
{
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
        finally
        {
            if (!published) Remove(scope, entry);
            entry.Pending = null;
            pending.SetResult(published);
        }
    }

    private (Entry Entry, bool IsNew) GetOrAdd(string name, string key)
    {
        lock (_gate)
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
    }

    private void Remove(string name, Entry entry)
    {
        // It stays in the queue until its turn: removing it there takes the entry itself, never a later one of the same key.
        lock (_gate)
            if (_scopes.TryGetValue(name, out var scope) && scope.Entries.GetValueOrDefault(entry.Key) == entry) scope.Entries.Remove(entry.Key);
    }

    private void TrimUnsynchronized(Scope scope)
    {
        while (scope.ByAge.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Since) >= age) RemoveOldestUnsynchronized(scope);
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
        private volatile TaskCompletionSource<bool>? _pending = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Key => key;

        public long Since => since;

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
