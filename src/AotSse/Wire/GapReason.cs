namespace AotSse.Wire;

/// <summary>Why a client's cursor could not be honoured.</summary>
internal enum GapReason
{
    /// <summary>It was honoured, or there was none.</summary>
    None,

    /// <summary>Events after it are no longer retained.</summary>
    Evicted,

    /// <summary>It belongs to another run of the log.</summary>
    Epoch,

    /// <summary>It is no id of this stream.</summary>
    Unknown,

    /// <summary>The client was connected but too slow: events it had not got yet are no longer retained.</summary>
    Lagged,
}
