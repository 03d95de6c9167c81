using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>
/// A subscriber's place in its log: everything from <see cref="Position"/> on is still to be sent, less what a lag makes needless. A mutable
/// struct that belongs to the one who serves the subscriber.
/// </summary>
/// <param name="position">The first event to send.</param>
/// <param name="after">The number the client holds before it.</param>
/// <param name="policy">What becomes of a lag.</param>
/// <param name="isAhead">Whether the client has events that have not come to the log yet.</param>
internal struct LagCursor(long position, long after, LagPolicy policy, bool isAhead = false)
{
    private bool _isBehind;
    private bool _isAhead = isAhead;

    /// <summary>The next event to send.</summary>
    public long Position { get; private set; } = position;

    /// <summary>The number of the last event that is out: what the client comes back with.</summary>
    public long After { get; private set; } = after;

    /// <summary>The client takes no more for now: from here until it has caught up the policy may leave events out.</summary>
    public void FallBehind() => _isBehind = true;

    /// <summary>The next frames to send with one call.</summary>
    /// <param name="view">What the log holds; it must not have passed the cursor.</param>
    /// <param name="leftOut">Grows by the events that newer ones have replaced.</param>
    /// <param name="run">The frames; <see cref="Advance(in FrameRun, long)"/> says how many are out.</param>
    /// <returns><see langword="false"/> when the client has caught up.</returns>
    public bool TryNext(in LogView view, ref long leftOut, out FrameRun run)
    {
        if (_isAhead) SkipWhatClientHas(view);
        if (Position >= view.EndPosition)
        {
            _isBehind = false;
            run = default;
            return false;
        }

        if (_isBehind && policy == LagPolicy.Coalesce) return TryNextNotSuperseded(view, ref leftOut, out run);
        run = view.RunFrom(Position);
        return true;
    }

    /// <summary>Of a run, everything before this position is out.</summary>
    public void Advance(in FrameRun run, long position)
    {
        Position = position;
        if (position > run.First) After = run.Segment.NumberOf(position - 1);
    }

    /// <summary>The next event is out, which lies in this segment.</summary>
    public void Advance(Segment segment) => After = segment.NumberOf(Position++);

    /// <summary>Goes on at an event, without those before it.</summary>
    /// <returns>How many are left out.</returns>
    public long SkipTo(long position)
    {
        var leftOut = position - Position;
        Position = position;
        return leftOut;
    }

    /// <summary>Leaves out what the client got from another node.</summary>
    private void SkipWhatClientHas(in LogView view)
    {
        while (Position < view.EndPosition)
        {
            if (view.SegmentOf(Position).NumberOf(Position) > After)
            {
                _isAhead = false;
                return;
            }

            Position++;
        }
    }

    private bool TryNextNotSuperseded(in LogView view, ref long leftOut, out FrameRun run)
    {
        while (Position < view.EndPosition)
        {
            var segment = view.SegmentOf(Position);
            var end = view.EndOf(segment);
            for (; Position < end && segment.IsSuperseded(Position); Position++) leftOut++;
            if (Position == end) continue;

            var last = Position;
            while (last + 1 < end && !segment.IsSuperseded(last + 1)) last++;
            run = new FrameRun(segment, Position, last + 1, segment.OffsetOf(Position), last + 1 == end ? view.UsedOf(segment) : segment.OffsetOf(last + 1));
            return true;
        }

        _isBehind = false;
        run = default;
        return false;
    }
}
