using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Log;

namespace AotSse.Tests.Support;

/// <summary>Push streams without a server.</summary>
internal static class Streams
{
    public static PushStream New(int retainEvents = 1_000, long retainBytes = 1 << 20, TimeSpan? retainAge = null, TimeProvider? time = null) =>
        new("/t/{topic}", new Retention(retainEvents, retainBytes, retainAge ?? TimeSpan.FromMinutes(10)), new SegmentPool(), new LogEpoch("e"), new LogClock(time ?? TimeProvider.System));

    /// <summary>Publishes text as the data of an event.</summary>
    public static PublishReceipt Publish(this PushStream stream, string topic, ReadOnlySpan<char> data)
    {
        var frame = stream.Open(topic, data.Length);
        try
        {
            frame.WriteData(data);
            frame.Write("\n"u8);
            return frame.Commit();
        }
        finally
        {
            frame.Dispose();
        }
    }

    public static EventStreamHub Hub(TimeProvider time, Action<EventStreamOptions>? configure, params StreamDefinition[] definitions)
    {
        var options = new EventStreamOptions();
        configure?.Invoke(options);
        return new EventStreamHub(definitions, options, time);
    }
}
