namespace AotSse.Log;

/// <summary>
/// A run of whole frames of one <see cref="WireLog"/>, contiguous in memory, with an index of where each begins. Written under the log's lock;
/// what a <see cref="LogView"/> covers never changes and is read without it.
/// </summary>
internal sealed class Segment(byte[] bytes)
{
    /// <summary>Most segments hold short events: about 100 bytes a frame.</summary>
    private const int BytesPerFrame = 96;

    private FrameEntry[] _frames = new FrameEntry[Math.Max(2, bytes.Length / BytesPerFrame / 4)];

    /// <summary>The bytes; up to <see cref="Used"/> they are committed frames, which never change.</summary>
    public byte[] Bytes { get; } = bytes;

    // Made for the first frame with a key; none in most logs.
    private EventKey?[]? _keys;

    /// <summary>Bytes that committed frames occupy.</summary>
    public int Used { get; private set; }

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>The position of the first frame; the others follow without a hole.</summary>
    public long FirstPosition { get; private set; }

    /// <summary>The position after that of the last frame.</summary>
    public long EndPosition => FirstPosition + Count;

    /// <summary>How many bytes the log had taken when this segment began.</summary>
    public long FirstByte { get; private set; }

    /// <summary>How many views begin with it: neither it nor any after it may be lent again before they are given back. Guarded by the log's lock.</summary>
    public int Views { get; set; }

    /// <summary>How many half-sent frames lie in it: it must not be lent again before they are finished. Guarded by the log's lock.</summary>
    public int Pins { get; set; }

    /// <summary>Whether only half-sent frames keep it: the log has no place for it any more. Guarded by the log's lock.</summary>
    public bool IsLeft { get; set; }

    /// <summary>Puts the segment to use, empty.</summary>
    public void Reset(long firstPosition, long firstByte)
    {
        _keys?.AsSpan(0, Math.Min(Count, _keys.Length)).Clear(); // It grows with the frames that have a key only.
        FirstPosition = firstPosition;
        FirstByte = firstByte;
        Used = 0;
        Count = 0;
        IsLeft = false;
    }

    /// <summary>Takes over the frame that was written at <see cref="Used"/>.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="number">The number in its id.</param>
    /// <param name="time">When it goes by age, on the log's clock.</param>
    /// <param name="key">What it replaces older events by.</param>
    public void Append(int length, long number, int time, EventKey? key)
    {
        if (Count == _frames.Length) Array.Resize(ref _frames, Count * 2);
        if (key is not null)
        {
            if (_keys is null || _keys.Length < _frames.Length) Array.Resize(ref _keys, _frames.Length);
            _keys[Count] = key;
        }

        _frames[Count++] = new FrameEntry(number, Used, time);
        Used += length;
    }

    /// <summary>The bytes that a frame takes, chunk framing included. Only under the log's lock.</summary>
    public int LengthOf(long position) => (position + 1 < EndPosition ? OffsetOf(position + 1) : Used) - OffsetOf(position);

    /// <summary>Where a frame begins in <see cref="Bytes"/>.</summary>
    public int OffsetOf(long position) => _frames[IndexOf(position)].Offset;

    /// <summary>The number in the id of a frame.</summary>
    public long NumberOf(long position) => _frames[IndexOf(position)].Number;

    /// <summary>When a frame goes by age, on the log's clock.</summary>
    public int TimeOf(long position) => _frames[IndexOf(position)].Time;

    /// <summary>What a frame replaces older ones by, if it has such a key.</summary>
    public EventKey? KeyOf(long position) => _keys is { } keys && IndexOf(position) < keys.Length ? keys[IndexOf(position)] : null;

    /// <summary>Whether a newer event with the same key has come.</summary>
    public bool IsSuperseded(long position) => KeyOf(position) is { } key && key.Newest > position;

    /// <summary>The frame that the byte at <paramref name="offset"/> belongs to. By bisection.</summary>
    /// <param name="offset">A place in <see cref="Bytes"/>.</param>
    /// <param name="first">A frame at or before it.</param>
    /// <param name="end">The frame after the last that it may be.</param>
    public long PositionAt(int offset, long first, long end)
    {
        var (low, high) = (IndexOf(first), IndexOf(end) - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_frames[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return FirstPosition + low;
    }

    /// <summary>The first frame with a number above this one; the end if there is none. By bisection.</summary>
    public long PositionAfter(long number)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_frames[middle].Number > number) high = middle;
            else low = middle + 1;
        }

        return FirstPosition + low;
    }

    private int IndexOf(long position) => (int)(position - FirstPosition);

    /// <param name="Number">The number in its id.</param>
    /// <param name="Offset">Where the frame begins in <see cref="Bytes"/>.</param>
    /// <param name="Time">When it goes by age, in tenths of a second of the log's clock.</param>
    private readonly record struct FrameEntry(long Number, int Offset, int Time);
}
