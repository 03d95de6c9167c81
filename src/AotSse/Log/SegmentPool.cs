using System.Numerics;

namespace AotSse.Log;

/// <summary>Lends segments of five sizes to all logs, so that a log in steady state allocates nothing. Thread-safe.</summary>
/// <param name="idleBytesPerSize">How much may wait in the pool for each size; what comes back beyond that is left to the collector.</param>
internal sealed class SegmentPool(int idleBytesPerSize = SegmentPool.MostIdleBytesPerSize)
{
    /// <summary>At most 2 MB wait for each size.</summary>
    public const int MostIdleBytesPerSize = 2 * 1024 * 1024;

    /// <summary>A quiet topic keeps one segment of this size, enough for one short event: touching fresh memory costs more than sending it.</summary>
    public const int SmallestBytes = 256;

    /// <summary>Stays below the large object heap's 85,000 bytes.</summary>
    public const int LargestBytes = 64 * 1024;

    /// <summary>Each size is four times the one before: 256 bytes, 1, 4, 16, 64 KB.</summary>
    private const int GrowthShift = 2;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Stack<Segment>[] _idle = [new(), new(), new(), new(), new()];

    // Of all segments that there are, lent or idle. Interlocked and Volatile only.
    private long _bytes;

    /// <summary>The bytes of all segments that there are, lent or waiting.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Lends an empty segment; a frame larger than <see cref="LargestBytes"/> gets one of its own.</summary>
    /// <param name="bytes">The least capacity.</param>
    /// <param name="firstPosition">The position of its first frame.</param>
    /// <param name="firstByte">How many bytes the log has taken so far.</param>
    public Segment Rent(int bytes, long firstPosition, long firstByte)
    {
        Segment? segment = null;
        var capacity = bytes;
        if (bytes <= LargestBytes)
        {
            var size = SizeFor(bytes);
            capacity = SmallestBytes << (size * GrowthShift);
            lock (_gate) _idle[size].TryPop(out segment);
        }

        segment ??= Create(capacity);
        segment.Reset(firstPosition, firstByte);
        return segment;
    }

    /// <summary>Takes a segment back; nobody may hold a span of it any more.</summary>
    public void Return(Segment segment)
    {
        segment.Reset(0, 0);
        if (segment.Bytes.Length > LargestBytes || !TryKeep(segment)) Interlocked.Add(ref _bytes, -segment.Bytes.Length);
    }

    /// <summary>Leaves to the collector what waits.</summary>
    public void DropIdle()
    {
        var dropped = 0L;
        lock (_gate)
            foreach (var idle in _idle)
                while (idle.TryPop(out var segment)) dropped += segment.Bytes.Length;
        Interlocked.Add(ref _bytes, -dropped);
    }

    private Segment Create(int capacity)
    {
        var segment = new Segment(GC.AllocateUninitializedArray<byte>(capacity));
        Interlocked.Add(ref _bytes, capacity);
        return segment;
    }

    private bool TryKeep(Segment segment)
    {
        var idle = _idle[SizeFor(segment.Bytes.Length)];
        lock (_gate)
        {
            if (idle.Count >= idleBytesPerSize / segment.Bytes.Length) return false;
            idle.Push(segment);
            return true;
        }
    }

    private static int SizeFor(int bytes)
    {
        var blocks = (uint)(bytes - 1) / SmallestBytes;
        return blocks == 0 ? 0 : BitOperations.Log2(blocks) / GrowthShift + 1;
    }
}
