using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>A client of one topic: a cursor into its log and a way to be served from there.</summary>
internal abstract class Subscriber
{
    /// <summary>The place in the topic's set. Guarded by the set's lock.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>Called by a sweep after events were appended; must not block. One sweep runs at a time for a topic.</summary>
    /// <param name="view">What the log holds; valid until this returns.</param>
    internal abstract void OnAppended(in LogView view);
}
