namespace AotSse.Fanout;

/// <summary>How events come to a topic that were published elsewhere.</summary>
internal partial class Topic
{
    /// <summary>Appends an event that has its number already.</summary>
    /// <param name="number">The number, above that of the newest event.</param>
    /// <param name="idEnd">What follows the number in the <c>id</c> field, with the line end.</param>
    /// <param name="frame">The fields after it.</param>
    /// <param name="time">When it goes by age.</param>
    /// <param name="key">Its key; empty if it has none.</param>
    /// <param name="listeners">Who hears it.</param>
    /// <returns><see langword="false"/> when the topic has been retired: look it up again.</returns>
    public bool TryAppend(long number, ReadOnlySpan<byte> idEnd, ReadOnlySpan<byte> frame, int time, ReadOnlySpan<char> key, out int listeners)
    {
        bool isHeard, isFollowed;
        lock (_gate)
        {
            listeners = 0;
            if (_retired) return false;
            var log = LogUnsynchronized;
            isFollowed = _followers.Length > 0;
            if (isFollowed) ListUnsynchronized();
            log.Append(number, idEnd, frame, time, Lag == LagPolicy.Coalesce ? key : default);
            isHeard = _subscribers.Count > 0;
            listeners = ListenersUnsynchronized();
        }

        if (isHeard) WakeSweep();
        if (isFollowed) Stream.Pump.Wake();
        return true;
    }
}
