namespace AotSse.Fanout;

/// <summary>What one sweep, or one subscriber on its own, has done: counted here and given to the meters at the end.</summary>
internal struct SweepTally
{
    /// <summary>Events that reached a client's socket or response.</summary>
    public long Deliveries;

    /// <summary>Calls that handed bytes over.</summary>
    public long Sends;
}
