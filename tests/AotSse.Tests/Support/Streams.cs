using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Log;
using AotSse.Replication;
using AotSse.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AotSse.Tests.Support;

/// <summary>Push streams without a server.</summary>
internal static class Streams
{
    public static PushStream New(int retainEvents = 1_000, long retainBytes = 1 << 20, TimeSpan? retainAge = null, TimeProvider? time = null, LagPolicy lag = LagPolicy.Disconnect, long maxBytes = long.MaxValue)
    {
        PushStream? stream = null;
        var clock = new LogClock(time ?? TimeProvider.System, TimeSpan.FromSeconds(1));
        var memory = new LogMemory(maxBytes, clock, () => [stream!], NullLogger.Instance);
        var engine = new FanoutEngine(memory, new LogEpoch("e"), clock, new SweepQueue(), new EngineMeters(null, static () => [], static () => 0));
        return stream = new("/t/{topic}", new Retention(retainEvents, retainBytes, retainAge ?? TimeSpan.FromMinutes(10)), lag, engine);
    }

    /// <summary>Publishes text as the data of an event.</summary>
    public static PublishReceipt Publish(this PushStream stream, string topic, ReadOnlySpan<char> data, string? key = null)
    {
        var frame = stream.Open(topic, data.Length);
        try
        {
            frame.WriteData(data);
            frame.Write("\n"u8);
            if (key is not null) frame.SetKey(key);
            return frame.Commit();
        }
        finally
        {
            frame.Dispose();
        }
    }

    /// <summary>One of many nodes behind a log, at work.</summary>
    public static EventStreamHub Node(IReplicatedLog log, params StreamDefinition[] definitions)
    {
        var hub = new EventStreamHub(definitions, new EventStreamOptions { RetainEvents = 100_000, RetainBytes = 1 << 26 }, TimeProvider.System, log: log);
        hub.StartReplica();
        return hub;
    }

    public static EventStreamHub Hub(TimeProvider time, Action<EventStreamOptions>? configure, params StreamDefinition[] definitions)
    {
        var options = new EventStreamOptions();
        configure?.Invoke(options);
        return new EventStreamHub(definitions, options, time);
    }
}
