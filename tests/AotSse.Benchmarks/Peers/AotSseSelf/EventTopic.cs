namespace AotSse.Benchmarks.AotSseSelf;

internal sealed partial class EventTopic
{
    [EventStream("/stream/{topic}")]
    public partial void Publish(string topic, [EventName] string? name, [Payload] ReadOnlyMemory<byte> data);
}
