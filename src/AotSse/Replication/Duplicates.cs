namespace AotSse.Replication;

/// <summary>Tells which records have been read before, whoever published them. For one reader; not synchronised.</summary>
internal sealed class Duplicates
{
    /// <summary>Processes remembered: each start of a node is one, and only those that publish now can send again.</summary>
    private const int MaxProducers = 1_024;

    private readonly Dictionary<ulong, ProducerWindow> _producers = [];

    // Most records come from the producer of the one before.
    private ulong _lastProducer;
    private ProducerWindow? _last;

    /// <summary>Notes a record.</summary>
    /// <returns><see langword="false"/> when it has been read before.</returns>
    public bool TryAdd(in EventRecord record, long offset)
    {
        if (_last is null || _lastProducer != record.Producer) Find(record.Producer);
        return _last!.TryAdd(record.Sequence, offset);
    }

    private void Find(ulong producer)
    {
        if (!_producers.TryGetValue(producer, out _last))
        {
            if (_producers.Count >= MaxProducers) ForgetOldest();
            _producers.Add(producer, _last = new ProducerWindow());
        }

        _lastProducer = producer;
    }

    private void ForgetOldest()
    {
        var (oldest, offset) = (0UL, long.MaxValue);
        foreach (var (producer, window) in _producers)
            if (window.LastOffset < offset) (oldest, offset) = (producer, window.LastOffset);
        _producers.Remove(oldest);
    }
}
