namespace AotSse;

/// <summary>What holds for every stream that does not say otherwise. Set it in <c>AddEventStreams(options => …)</c>; later changes have no effect.</summary>
public sealed class EventStreamOptions
{
    /// <summary>How long clients wait before they reconnect. Each gets a value between half and one and a half of it, so that they do not come back all at once. Default: 3 s.</summary>
    public TimeSpan Retry { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The longest silence: a heartbeat comment is sent after half of it to the whole, spread over the streams; <see cref="Timeout.InfiniteTimeSpan"/> sends none.
    /// Default: 15 s, below the 30 s at which proxies cut.
    /// </summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A client that accepts no byte for this long is given up. Default: 30 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>At shutdown, clients that have not taken their last block after this time are cut off. Default: 5 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// At shutdown, open streams are ended at random moments within this time, so that their clients do not all come back in the same second.
    /// It comes before <see cref="DrainTimeout"/>; the host's own limit for a shutdown is raised if need be. Default: 0, all at once.
    /// </summary>
    public TimeSpan DrainWindow { get; set; } = TimeSpan.Zero;

    /// <summary>
    /// The greatest age of a stream: it then ends with a <c>retry</c> block, and its client comes back where it was. Each stream gets between
    /// three quarters of it and the whole. Ends are looked for once a second. Default: <see cref="Timeout.InfiniteTimeSpan"/>, no limit.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many events a topic of a push stream keeps. Default: 1,000.</summary>
    public int RetainEvents { get; set; } = 1_000;

    /// <summary>How many bytes of events a topic of a push stream keeps. Default: 1 MiB.</summary>
    public long RetainBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many bytes the events of all topics may take. Beyond three quarters of it the oldest events of all topics are dropped before their time; if that
    /// is not enough, publishing throws <see cref="EventMemoryException"/>. Default: a quarter of the memory that the process may use, less 32 MiB
    /// for everything else, but at least 4 MiB; the limit of a container counts.
    /// </summary>
    public long? MaxRetainedBytes { get; set; }

    /// <summary>How long a topic of a push stream keeps events. Default: 10 minutes.</summary>
    public TimeSpan RetainAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>What becomes of a client of a push stream that falls behind the retention. Default: <see cref="LagPolicy.Disconnect"/>.</summary>
    public LagPolicy Lag { get; set; } = LagPolicy.Disconnect;

    /// <summary>The most open streams. Who comes beyond a limit is told to come back later: an answer of 200 with <c>retry</c> and nothing else. Default: no limit.</summary>
    public int? MaxSubscribers { get; set; }

    /// <summary>The most subscribers of one topic of a push stream. Default: no limit.</summary>
    public int? MaxSubscribersPerTopic { get; set; }

    /// <summary>
    /// The most open streams from one client address: one IPv4 address or one IPv6 network of 64 bits. Behind a proxy add
    /// <c>UseForwardedHeaders</c>, or all clients share the proxy's. Default: no limit.
    /// </summary>
    public int? MaxSubscribersPerAddress { get; set; }

    /// <summary>
    /// Whether events of push streams carry the trace of who published them as a field <c>traceparent</c> (W3C Trace Context), so that subscribers can go on with
    /// it. Browsers ignore the field. Default: no.
    /// </summary>
    public bool TraceContext { get; set; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Retry, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Retry, TimeSpan.FromHours(1));
        if (Heartbeat != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(Heartbeat, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(WriteTimeout, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(DrainWindow, TimeSpan.Zero);
        if (MaxAge != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(MaxAge, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetainEvents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(RetainBytes, 1);
        if (MaxRetainedBytes is { } all) ArgumentOutOfRangeException.ThrowIfLessThan(all, 64 * 1024, nameof(MaxRetainedBytes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetainAge, TimeSpan.Zero);
        // Not Enum.IsDefined, whose reflection would be a part of every start.
        if (Lag is not (LagPolicy.Disconnect or LagPolicy.DropOldest or LagPolicy.Coalesce)) throw new ArgumentOutOfRangeException(nameof(Lag), Lag, "This is no lag policy.");
        if (MaxSubscribers is { } total) ArgumentOutOfRangeException.ThrowIfLessThan(total, 1, nameof(MaxSubscribers));
        if (MaxSubscribersPerTopic is { } topic) ArgumentOutOfRangeException.ThrowIfLessThan(topic, 1, nameof(MaxSubscribersPerTopic));
        if (MaxSubscribersPerAddress is { } address) ArgumentOutOfRangeException.ThrowIfLessThan(address, 1, nameof(MaxSubscribersPerAddress));
    }
}
