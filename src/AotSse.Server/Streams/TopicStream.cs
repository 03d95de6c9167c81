namespace AotSse.Server.Streams;

/// <summary>The topics that other services publish to.</summary>
internal sealed partial class TopicStream
{
    /// <summary>The address of a topic.</summary>
    public const string Route = "/stream/{**topic}";

    /// <summary>Sends text to every subscriber of a topic.</summary>
    /// <param name="topic">1 to 256 bytes of UTF-8 without control characters; slashes are allowed.</param>
    /// <param name="name">The event's name, if it has one.</param>
    /// <param name="data">UTF-8.</param>
    [EventStream(Route)]
    public partial ValueTask<PublishReceipt> Publish(string topic, [EventName] string? name, [Payload] ReadOnlyMemory<byte> data);
}
