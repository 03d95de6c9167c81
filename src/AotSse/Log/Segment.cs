namespace AotSse.Log;

/// <summary>
/// A run of whole frames of one <see cref="WireLog"/>, contiguous in memory, with an index of where each begins. Written under the log's lock;
/// what a <see cref="LogView"/> covers never changes and is read without it.
/// </summary>
internal sealed class Segment(byte[] bytes)
{
    /// <summary>Most segments hold short events: about 100 bytes a frame.</summary>
    private const int BytesPerFrame = 96;

    private FrameEntry[] _frames = new FrameEntry[Math.Max(4, bytes.Length / BytesPerFrame / 4)];

    /// <summary>The bytes; up to <see cref="Used"/> they are committed frames, which never change.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Bytes that committed frames occupy.</summary>
    public int Used { get; private set; }

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>The log this segment belongs to now; none while it waits in the pool.</summary>
    public WireLog? Owner { get; private set; }

    /// <summary>The number of the first frame; the others follow without a hole.</summary>
    public long FirstNumber { get; private set; }

    /// <summary>The number after that of the last frame.</summary>
    public long EndNumber => FirstNumber + Count;

    /// <summary>The segment with the frames that follow.</summary>
    public Segment? Next { get; set; }

    /// <summary>How many views begin with it: neither it nor any after it may be lent again before they are given back. Guarded by the log's lock.</summary>
    public int Views { get; set; }

    /// <summary>How many half-sent frames lie in it: it must not be lent again before they are finished. Guarded by the log's lock.</summary>
    public int Pins { get; set; }

    /// <summary>Puts the segment to use, empty.</summary>
    public void Reset(WireLog? owner, long firstNumber)
    {
        Owner = owner;
        FirstNumber = firstNumber;
        Used = 0;
        Count = 0;
        Next = null;
    }

    /// <summary>Takes over the frame that was written at <see cref="Used"/>.</summary>
    public void Append(int length, int time)
    {
        if (Count == _frames.Length) Array.Resize(ref _frames, Count * 2);
        _frames[Count++] = new FrameEntry(Used, time);
        Used += length;
    }

    /// <summary>The bytes of a frame, chunk framing included.</summary>
    public ReadOnlySpan<byte> Frame(long number)
    {
        var index = (int)(number - FirstNumber);
        var start = _frames[index].Offset;
        var end = index + 1 < Count ? _frames[index + 1].Offset : Used;
        return Bytes.AsSpan(start, end - start);
    }

    /// <summary>Where a frame begins in <see cref="Bytes"/>.</summary>
    public int OffsetOf(long number) => _frames[(int)(number - FirstNumber)].Offset;

    /// <summary>The frame that the byte at <paramref name="offset"/> belongs to, and where that frame ends. By bisection.</summary>
    public (long Number, int End) FrameAt(int offset, int count, int used)
    {
        var (low, high) = (0, count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_frames[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return (FirstNumber + low, low + 1 < count ? _frames[low + 1].Offset : used);
    }

    /// <summary>When a frame was appended, on the log's clock.</summary>
    public int TimeOf(long number) => _frames[(int)(number - FirstNumber)].Time;

    /// <param name="Offset">Where the frame begins in <see cref="Bytes"/>.</param>
    /// <param name="Time">When it was appended, in tenths of a second of the log's clock.</param>
    private readonly record struct FrameEntry(int Offset, int Time);
}
