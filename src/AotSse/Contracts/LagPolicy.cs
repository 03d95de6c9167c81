namespace AotSse;

/// <summary>
/// What becomes of a client of a push stream that takes events more slowly than they come. It never holds up others, and until the
/// retention has passed it, it gets everything.
/// </summary>
public enum LagPolicy
{
    /// <summary>Once the retention has passed it, its stream is ended after the frame in flight. It comes back with its last id and is told of the gap.</summary>
    Disconnect,

    /// <summary>Once the retention has passed it, it gets one <c>gap</c> event and goes on with the oldest retained event.</summary>
    DropOldest,

    /// <summary>
    /// While it is behind it gets of the events with one <see cref="KeyAttribute"/> value only the newest; events without a key all come.
    /// Once the retention has passed it, as <see cref="DropOldest"/>.
    /// </summary>
    Coalesce,
}
