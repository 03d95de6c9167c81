namespace AotSse;

/// <summary>How an app uses a replicated log. Set it in <see cref="EventStreamsBuilder.UseReplicatedLog"/>; later changes have no effect.</summary>
public sealed class ReplicationOptions
{
    /// <summary>How long a publish method that returns a task waits for the log to confirm the event. Then it throws <see cref="EventPublishException"/>. Default: 5 s.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events of a partition may wait to be confirmed, 1 to 32,768; publishing throws <see cref="EventPublishException"/> beyond. Default: 8,192.</summary>
    public int MaxBufferedEvents { get; set; } = 8_192;

    /// <summary>How many bytes they may have. Default: 16 MiB.</summary>
    public long MaxBufferedBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many clients at once are served from the log's own past, because what they lack is older than what the node keeps. The others wait. Default: 16.</summary>
    public int MaxHistoryReads { get; set; } = 16;

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PublishTimeout, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedEvents, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBufferedEvents, Replication.ProducerWindow.Size / 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBufferedBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHistoryReads, 1);
    }
}
