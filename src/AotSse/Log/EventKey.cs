namespace AotSse.Log;

/// <summary>What events replace each other by: of those with one key only the newest says how things are.</summary>
/// <param name="text">The key.</param>
internal sealed class EventKey(string text)
{
    /// <summary>Before any position: no event has it yet.</summary>
    public const long Unused = -1;

    // Written under the log's lock, read by sweeps: one that sees an old position sends an event too many, which does no harm.
    private long _newest = Unused;

    public string Text => text;

    /// <summary>The position of the newest event with this key.</summary>
    public long Newest
    {
        get => Volatile.Read(ref _newest);
        set => Volatile.Write(ref _newest, value);
    }
}
