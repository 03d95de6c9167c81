namespace AotSse.Telemetry;

/// <summary>Why a client is told to come back later instead of being served.</summary>
internal enum RefusalReason
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>The app is stopping.</summary>
    Drain,

    /// <summary>There are as many subscribers as the options allow.</summary>
    Total,

    /// <summary>The topic has as many.</summary>
    Topic,

    /// <summary>The client's address has as many.</summary>
    Address,

    /// <summary>The node has just started and does not know yet what was published before.</summary>
    CatchingUp,
}
