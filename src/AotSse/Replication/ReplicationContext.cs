using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Telemetry;
using Microsoft.Extensions.Logging;

namespace AotSse.Replication;

/// <summary>What all partitions share. Immutable once events can come.</summary>
/// <param name="clock">The clock of the wire logs.</param>
/// <param name="keys">Under which keys what was published.</param>
/// <param name="meters">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Is told of what concerns the log.</param>
internal sealed class ReplicationContext(LogClock clock, PublishedKeys keys, ReplicationMeters meters, TimeProvider time, ILogger logger)
{
    /// <summary>More than what is kept is read back, so that copies of events just before are known.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <summary>No log keeps more; a longer retention means everything.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(3650);

    private Dictionary<string, PushStream>.AlternateLookup<ReadOnlySpan<char>> _streams;

    public PublishedKeys Keys => keys;

    public ReplicationMeters Meters => meters;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>The streams of the app, by their routes.</summary>
    public Dictionary<string, PushStream>.AlternateLookup<ReadOnlySpan<char>> Streams => _streams;

    /// <summary>How far back a node reads that starts.</summary>
    public TimeSpan Window { get; private set; }

    /// <summary>Says which streams there are, before events can come.</summary>
    public void SetStreams(IEnumerable<PushStream> streams)
    {
        var all = new Dictionary<string, PushStream>(StringComparer.Ordinal);
        foreach (var stream in streams) all[stream.Route] = stream;
        _streams = all.GetAlternateLookup<ReadOnlySpan<char>>();
        Window = Slack;
        foreach (var stream in all.Values)
            if (stream.Retention.Age > Window - Slack) Window = (stream.Retention.Age < LongestWindow ? stream.Retention.Age : LongestWindow) + Slack;
    }

    /// <summary>When an event was published, on the clock of the wire logs: before its start if need be, and never in the future, however wrong another node's clock is.</summary>
    public int StampOf(long time1970)
    {
        var age = (time.GetUtcNow().ToUnixTimeMilliseconds() - time1970) / 100;
        return clock.Stamp - (int)Math.Clamp(age, 0, int.MaxValue / 2);
    }
}
