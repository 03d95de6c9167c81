namespace AotSse.Replication;

/// <summary>The publishers that wait for their events to be stored, or to be read back. Guarded by the lock of the outbox.</summary>
internal sealed class PendingPublishes
{
    private readonly Dictionary<long, Pending> _bySequence = [];

    /// <summary>Adds a publisher.</summary>
    public Task<PublishReceipt> Add(long sequence, long since, bool untilRead)
    {
        var pending = new Pending(since, untilRead);
        _bySequence.Add(sequence, pending);
        return pending.Task;
    }

    /// <summary>An event is stored.</summary>
    public void Stored(long sequence)
    {
        if (!_bySequence.TryGetValue(sequence, out var pending) || pending.UntilRead) return;
        _bySequence.Remove(sequence);
        pending.SetResult(default);
    }

    /// <summary>An event has been read back.</summary>
    public void Read(long sequence, PublishReceipt receipt)
    {
        if (_bySequence.Remove(sequence, out var pending)) pending.SetResult(receipt);
    }

    /// <summary>Tells those that have waited too long.</summary>
    /// <returns>Their events.</returns>
    public IReadOnlyList<long> Expire(TimeProvider time, TimeSpan timeout)
    {
        if (_bySequence.Count == 0) return [];

        var expired = new List<long>();
        foreach (var (sequence, pending) in _bySequence)
        {
            if (time.GetElapsedTime(pending.Since) < timeout) continue;
            expired.Add(sequence);
            pending.SetException(new EventPublishException(
                $"The replicated log has not confirmed the event within {timeout.TotalSeconds:0.#} s: it may have been sent, or may not. Publish it again with a key, by which it is sent once.", isUncertain: true));
        }

        foreach (var sequence in expired) _bySequence.Remove(sequence);
        return expired;
    }

    /// <summary>One that waits. Goes on elsewhere, since its result is set under a lock.</summary>
    private sealed class Pending(long since, bool untilRead) : TaskCompletionSource<PublishReceipt>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Since => since;

        public bool UntilRead => untilRead;
    }
}
