namespace AotSse.Log;

/// <summary>
/// The segments of one log, oldest first, under consecutive ordinals: what is retained, and before it what has been dropped but is still
/// being read. Not synchronised; but the slots that a <see cref="LogView"/> covers never change before it is given back.
/// </summary>
internal sealed class SegmentRing
{
    // The segment with ordinal n stands in slot n modulo their number, which is a power of two. A full ring moves to larger slots; views keep the old ones.
    private Segment?[] _slots = new Segment?[1];

    /// <summary>The ordinal of the first segment that has not been given back.</summary>
    private long _held;

    /// <summary>The ordinal of the oldest retained segment.</summary>
    public long Oldest { get; private set; }

    /// <summary>The ordinal after the newest segment.</summary>
    public long End { get; private set; }

    public Segment?[] Slots => _slots;

    public bool IsEmpty => Oldest == End;

    public Segment First => this[Oldest];

    public Segment Last => this[End - 1];

    public Segment this[long ordinal] => _slots[ordinal & (_slots.Length - 1)]!;

    /// <summary>The segment with an event, by bisection. Both ends belong to the search.</summary>
    public static Segment Find(Segment?[] slots, long low, long high, long position)
    {
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (slots[middle & (slots.Length - 1)]!.FirstPosition <= position) low = middle;
            else high = middle - 1;
        }

        return slots[low & (slots.Length - 1)]!;
    }

    public void Add(Segment segment)
    {
        if (End - _held == _slots.Length) GrowSlots();
        _slots[End++ & (_slots.Length - 1)] = segment;
    }

    /// <summary>Puts another segment in the place of the newest, which no view covers.</summary>
    public Segment ReplaceLast(Segment segment)
    {
        var replaced = Last;
        _slots[(End - 1) & (_slots.Length - 1)] = segment;
        return replaced;
    }

    /// <summary>The oldest segment is no longer retained; it is given back once nobody reads it.</summary>
    public void DropFirst() => Oldest++;

    /// <summary>
    /// Gives to the pool what nobody reads any more: no view reaches behind its own oldest segment. One that is pinned leaves the ring all the
    /// same and is given back with its last pin, or a client that takes a frame byte by byte would hold a place for everything after it.
    /// </summary>
    public void ReturnDropped(SegmentPool pool)
    {
        for (; _held < Oldest && this[_held] is { Views: 0 } segment; _held++)
        {
            _slots[_held & (_slots.Length - 1)] = null;
            if (segment.Pins > 0) segment.IsLeft = true;
            else pool.Return(segment);
        }
    }

    private void GrowSlots()
    {
        var larger = new Segment?[_slots.Length * 2];
        for (var ordinal = _held; ordinal < End; ordinal++) larger[ordinal & (larger.Length - 1)] = _slots[ordinal & (_slots.Length - 1)];
        _slots = larger;
    }
}
