namespace AotSse.Log;

/// <summary>Whole frames of one segment that lie side by side: on the wire as they are, they go out with one call.</summary>
/// <param name="Segment">Where they lie.</param>
/// <param name="First">The position of the first.</param>
/// <param name="End">The position after the last.</param>
/// <param name="Offset">Where their bytes begin.</param>
/// <param name="EndOffset">Where their bytes end.</param>
internal readonly record struct FrameRun(Segment Segment, long First, long End, int Offset, int EndOffset)
{
    /// <summary>How many events.</summary>
    public int Count => (int)(End - First);

    /// <summary>Where the bytes of a frame of the run end. Not the segment's to say: the log may be appending to it.</summary>
    public int EndOffsetOf(long position) => position + 1 == End ? EndOffset : Segment.OffsetOf(position + 1);

    /// <summary>One chunk of the run.</summary>
    public ReadOnlySpan<byte> Frame(long position)
    {
        var offset = Segment.OffsetOf(position);
        return Segment.Bytes.AsSpan(offset, EndOffsetOf(position) - offset);
    }

    /// <summary>The chunks.</summary>
    public ReadOnlySpan<byte> Bytes => Segment.Bytes.AsSpan(Offset, EndOffset - Offset);
}
