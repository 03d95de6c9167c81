using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>A client of one topic: a cursor into its log and a way to be served from there.</summary>
internal abstract class Subscriber
{
    /// <summary>What <see cref="OnAppended"/> returns when nothing has to wait for this subscriber.</summary>
    protected const long NothingOwed = long.MaxValue;

    /// <summary>The place in the topic's set. Guarded by the set's lock.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>The next event it is to get; may be old when read by others.</summary>
    internal virtual long Position => long.MaxValue;

    /// <summary>Called by a sweep after events were appended; must not block. One sweep runs at a time for a topic.</summary>
    /// <param name="view">What the log holds; valid until this returns.</param>
    /// <param name="tally">Grows by what is done.</param>
    /// <returns>From where on the log should keep events for this subscriber although it has been offered them; <see cref="NothingOwed"/> for one that has taken them or cannot now.</returns>
    internal abstract long OnAppended(in LogView view, ref SweepTally tally);
}
