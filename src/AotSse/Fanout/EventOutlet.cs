using AotSse.Log;
using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// Where events go that do not go straight into their topics' logs: they come back numbered, the same on every node, by <see cref="PushStream.Append"/>. Thread-safe.
/// </summary>
internal abstract class EventOutlet
{
    /// <summary>The order that the events of a topic belong to.</summary>
    public abstract EventOrder OrderOf(string route, ReadOnlySpan<char> topic);

    /// <summary>Opens a frame that leaves this node when it is committed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="topic">The name of the topic, valid.</param>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    public abstract FrameWriter Open(PushStream stream, ReadOnlySpan<char> topic, int sizeHint);
}
