namespace AotSse.Log;

/// <summary>A place in a <see cref="WireLog"/>: everything from <see cref="Next"/> on is still to be sent.</summary>
internal struct LogCursor(long next)
{
    /// <summary>The number of the next event to send.</summary>
    public long Next = next;

    /// <summary>Where that event was last looked for: saves the search as long as it still holds.</summary>
    public Segment? Hint;
}
