namespace AotSse.Log;

/// <summary>
/// One order of events: the epoch that names its ids, its numbers, and up to where events of topics that have gone may be missing. In memory each stream has
/// one; with a replicated log, each of its partitions. Thread-safe.
/// </summary>
internal sealed class EventOrder
{
    // Set once, before anybody can ask for it.
    private LogEpoch? _epoch;

    // Interlocked and Volatile only; only grows.
    private long _floor;

    /// <summary>An order of this process alone.</summary>
    public EventOrder(LogEpoch epoch) => _epoch = epoch;

    /// <summary>An order that many nodes share; its epoch is found out later.</summary>
    public EventOrder() => IsShared = true;

    /// <summary>Names the ids.</summary>
    /// <exception cref="InvalidOperationException">It has not been found out yet.</exception>
    public LogEpoch Epoch
    {
        get => _epoch ?? throw new InvalidOperationException("The epoch is not known yet: nobody may have an id of this order.");
        set => _epoch = value;
    }

    /// <summary>Whether the epoch has been found out.</summary>
    public bool IsNamed => _epoch is not null;

    /// <summary>Whether others give the numbers: a client may know a newer one than this node.</summary>
    public bool IsShared { get; }

    /// <summary>Numbers the events.</summary>
    public EventSequence Sequence { get; } = new();

    /// <summary>The number up to which events of topics that are not here may have been and gone.</summary>
    public long Floor => Volatile.Read(ref _floor);

    /// <summary>Events up to a number have gone.</summary>
    public void RaiseFloor(long number)
    {
        for (var floor = Volatile.Read(ref _floor); floor < number;)
        {
            var seen = Interlocked.CompareExchange(ref _floor, number, floor);
            if (seen == floor) return;
            floor = seen;
        }
    }
}
