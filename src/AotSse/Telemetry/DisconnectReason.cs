namespace AotSse.Telemetry;

/// <summary>Why an open stream ended.</summary>
internal enum DisconnectReason
{
    /// <summary>The client left, or its connection was lost.</summary>
    Client,

    /// <summary>The client took nothing for the write time-out.</summary>
    Timeout,

    /// <summary>The retention passed the client's cursor.</summary>
    Lag,

    /// <summary>The app is stopping.</summary>
    Drain,

    /// <summary>The stream's time was over: its token expired, or it reached the greatest age.</summary>
    Expired,

    /// <summary>The stream came to its end.</summary>
    Completed,

    /// <summary>The app's own code failed.</summary>
    Error,
}
