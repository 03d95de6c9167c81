namespace AotSse.Replication;

/// <summary>
/// Which records of one producer have been read, so that one which was stored twice, because its confirmation was lost, counts once. The same rule as against replayed packets
/// (RFC 4303, section 3.4.3): a bit for each of the last numbers, and older ones count as read. What it says depends on the records before alone, so every
/// node leaves out the same. Not synchronised.
/// </summary>
internal sealed class ProducerWindow
{
    /// <summary>Numbers remembered: twice as many as a producer may have unconfirmed, so that none it sends again is too old.</summary>
    public const int Size = 65_536;

    private const int Mask = Size - 1;

    private ulong[] _seen = new ulong[16];
    private long _newest;

    /// <summary>The offset of the newest record.</summary>
    public long LastOffset { get; private set; }

    /// <summary>Notes a record.</summary>
    /// <returns><see langword="false"/> when it has been read before.</returns>
    public bool TryAdd(long sequence, long offset)
    {
        LastOffset = offset;
        if (sequence <= _newest - Size || sequence < 1) return false;

        GrowFor(sequence);
        if (sequence > _newest)
        {
            // What comes into the window is new, however long ago its bit was used.
            if (sequence - _newest >= _seen.Length * 64L) _seen.AsSpan().Clear();
            else for (var skipped = _newest + 1; skipped < sequence; skipped++) Clear(skipped);
            _newest = sequence;
            Set(sequence);
            return true;
        }

        if (IsSet(sequence)) return false;
        Set(sequence);
        return true;
    }

    private int BitOf(long sequence) => (int)(sequence & Mask & (_seen.Length * 64 - 1));

    private bool IsSet(long sequence) => (_seen[BitOf(sequence) >> 6] & (1UL << BitOf(sequence))) != 0;

    private void Set(long sequence) => _seen[BitOf(sequence) >> 6] |= 1UL << BitOf(sequence);

    private void Clear(long sequence) => _seen[BitOf(sequence) >> 6] &= ~(1UL << BitOf(sequence));

    /// <summary>Few producers publish much: the window of one grows with its numbers to its whole size.</summary>
    private void GrowFor(long sequence)
    {
        var bits = _seen.Length * 64L;
        if (bits == Size || sequence < bits) return;

        var old = _seen;
        var covered = Math.Max(1, _newest - bits + 1);
        while (bits < Size && sequence >= bits) bits *= 2;
        _seen = new ulong[bits / 64];
        for (var known = covered; known <= _newest; known++)
        {
            var bit = (int)(known & (old.Length * 64 - 1));
            if ((old[bit >> 6] & (1UL << bit)) != 0) Set(known);
        }
    }
}
