namespace AotSse.Log;

/// <summary>
/// What a log held at one moment: everything in it may be read without a lock until the view is given back. Taking one costs two short
/// locks, whatever the number of subscribers that are served from it.
/// </summary>
/// <param name="Slots">The ring's slots, of which those from <paramref name="Oldest"/> to <paramref name="Newest"/> belong to the view.</param>
/// <param name="Oldest">The ordinal of the segment with the oldest retained event.</param>
/// <param name="Newest">The ordinal of the segment with the newest.</param>
/// <param name="NewestUsed">How many bytes of that segment belong to the view.</param>
/// <param name="FirstPosition">The oldest retained event.</param>
/// <param name="EndPosition">The position after the newest event.</param>
internal readonly record struct LogView(Segment?[] Slots, long Oldest, long Newest, int NewestUsed, long FirstPosition, long EndPosition)
{
    /// <summary>Whether it holds no event.</summary>
    public bool IsEmpty => FirstPosition == EndPosition;

    /// <summary>The segment of the oldest event, which keeps all others in place.</summary>
    public Segment OldestSegment => Slots[Oldest & (Slots.Length - 1)]!;

    /// <summary>The segment that holds an event of this view: the newest at the first look, any other by bisection.</summary>
    public Segment SegmentOf(long position)
    {
        var newest = Slots[Newest & (Slots.Length - 1)]!;
        return position >= newest.FirstPosition ? newest : SegmentRing.Find(Slots, Oldest, Newest, position);
    }

    /// <summary>The frames from an event of this view to the end of their segment.</summary>
    public FrameRun RunFrom(long position)
    {
        var segment = SegmentOf(position);
        return new FrameRun(segment, position, EndOf(segment), segment.OffsetOf(position), UsedOf(segment));
    }

    /// <summary>The bytes of a segment that belong to this view.</summary>
    public int UsedOf(Segment segment) => IsNewest(segment) ? NewestUsed : segment.Used;

    /// <summary>The position after the last event of a segment that belongs to this view.</summary>
    public long EndOf(Segment segment) => IsNewest(segment) ? EndPosition : segment.EndPosition;

    /// <summary>The bytes from an event of this view, or its end, to its end.</summary>
    public long BytesFrom(long position)
    {
        if (position >= EndPosition) return 0;
        var segment = SegmentOf(position);
        var newest = Slots[Newest & (Slots.Length - 1)]!;
        return newest.FirstByte + NewestUsed - segment.FirstByte - segment.OffsetOf(position);
    }

    private bool IsNewest(Segment segment) => ReferenceEquals(segment, Slots[Newest & (Slots.Length - 1)]);
}
