namespace AotSse.Client;

/// <summary>Why the server could not go on from a client's position.</summary>
public enum GapReason
{
    /// <summary>It was no position in this stream, or the server gave a reason that this client does not know.</summary>
    Unknown,

    /// <summary>Events after it are no longer retained.</summary>
    Evicted,

    /// <summary>It belongs to another run of the server.</summary>
    Epoch,

    /// <summary>The client was too slow: events it had not read yet are no longer retained.</summary>
    Lagged,
}
