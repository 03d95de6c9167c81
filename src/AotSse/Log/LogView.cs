namespace AotSse.Log;

/// <summary>
/// What a log held at one moment: everything in it may be read without a lock until the view is given back. Taking one costs two short
/// locks, whatever the number of subscribers that are served from it.
/// </summary>
/// <param name="Oldest">The segment of the oldest retained event.</param>
/// <param name="Newest">The segment of the newest; none when nothing is retained.</param>
/// <param name="NewestCount">How many frames of <paramref name="Newest"/> belong to the view.</param>
/// <param name="NewestUsed">How many of its bytes.</param>
/// <param name="FirstNumber">The oldest retained event.</param>
/// <param name="EndNumber">The number after the newest event.</param>
internal readonly record struct LogView(Segment? Oldest, Segment? Newest, int NewestCount, int NewestUsed, long FirstNumber, long EndNumber)
{
    /// <summary>The segment that holds an event of this view. Subscribers that keep up find it at the first look.</summary>
    public Segment SegmentOf(long number)
    {
        if (number >= Newest!.FirstNumber) return Newest;
        var segment = Oldest!;
        while (number >= segment.EndNumber) segment = segment.Next!;
        return segment;
    }

    /// <summary>The bytes of a segment that belong to this view.</summary>
    public int UsedOf(Segment segment) => segment == Newest ? NewestUsed : segment.Used;

    /// <summary>The number after the last event of a segment that belongs to this view.</summary>
    public long EndOf(Segment segment) => segment == Newest ? segment.FirstNumber + NewestCount : segment.EndNumber;
}
