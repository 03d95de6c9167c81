namespace AotSse.Replication;

/// <summary>
/// Which records of a partition this node has left out as copies of earlier ones, so that who reads the past does not need to read even further back to find out. Thread-safe.
/// </summary>
internal sealed class LeftOut
{
    /// <summary>How far behind a record a copy of it is looked for: more than a producer may have unconfirmed.</summary>
    public const long Reach = ProducerWindow.Size / 4;

    private const int MaxOffsets = 65_536;

    private readonly Lock _gate = new();

    // All guarded by _gate.
    private readonly Queue<long> _inOrder = new();
    private readonly HashSet<long> _offsets = [];
    private long _from = long.MaxValue;

    /// <summary>The node reads from this record on: what it says of those soon behind it does not count, since their originals may be before it.</summary>
    public void Begin(long offset)
    {
        lock (_gate) _from = offset == 0 ? 0 : offset + Reach;
    }

    /// <summary>Notes a copy, behind all noted before.</summary>
    public void Add(long offset)
    {
        lock (_gate)
        {
            if (_inOrder.Count == MaxOffsets)
            {
                var oldest = _inOrder.Dequeue();
                _offsets.Remove(oldest);
                _from = Math.Max(_from, oldest + 1);
            }

            _inOrder.Enqueue(offset);
            _offsets.Add(offset);
        }
    }

    /// <summary>Whether a record that the node has read is a copy; nothing if that is not known.</summary>
    public bool? Contains(long offset)
    {
        lock (_gate) return offset < _from ? null : _offsets.Contains(offset);
    }
}
