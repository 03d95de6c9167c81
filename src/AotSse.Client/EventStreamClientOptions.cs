namespace AotSse.Client;

/// <summary>How a client connects and comes back. Read whenever it is needed; set it before the first subscription.</summary>
public sealed class EventStreamClientOptions
{
    /// <summary>
    /// How long to wait before a reconnect until the server says otherwise by its <c>retry</c> field. Default: 2 seconds. A random part of up to a half is added, so
    /// that clients do not return all at once.
    /// </summary>
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that attempts in vain may double up to. Default: 30 seconds. What the server asks for is kept even if it is longer.</summary>
    public TimeSpan MaxRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The silence after which a connection is taken for dead, heartbeats included. Default: 60 seconds, which is four heartbeats of an AotSse server.
    /// A stream whose contract sets a longer heartbeat is given twice that. <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.
    /// </summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many attempts in a row may fail to open the stream before the enumeration ends with an error. Default: <see langword="null"/>, any number.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>Whether to come back after a stream has ended. Default: <see langword="true"/>; otherwise its end ends the enumeration, and a lost connection is an error.</summary>
    public bool Reconnect { get; set; } = true;

    /// <summary>Called before each wait for a reconnect, on the enumeration's own path: it must not block, and what it throws ends the enumeration.</summary>
    public Action<EventStreamReconnect>? Reconnecting { get; set; }

    /// <summary>The clock of waits and time-outs. Default: <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
