namespace AotSse.Server.Streams;

/// <summary>The topics that other services publish to.</summary>
internal sealed partial class TopicStream
{
    /// <summary>Sends text to every subscriber of a topic.</summary>
    /// <param name="topic">1 to 256 bytes of UTF-8 without control characters; slashes are allowed.</param>
    /// <param name="name">The event's name, if it has one.</param>
    /// <param name="data">UTF-8.</param>
    [EventStream("/stream/{**topic}")]
    public partial ValueTask<PublishReceipt> Publish(string topic, [EventName] string? name, [Payload] ReadOnlyMemory<byte> data);
}
