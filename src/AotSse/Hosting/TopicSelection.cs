using AotSse.Fanout;

namespace AotSse.Hosting;

/// <summary>What a request subscribes to: one topic, or several by patterns.</summary>
/// <param name="topic">The name of the topic, valid.</param>
/// <param name="patterns">The patterns instead.</param>
internal readonly ref struct TopicSelection(ReadOnlySpan<char> topic, TopicPatterns? patterns)
{
    private readonly ReadOnlySpan<char> _topic = topic;

    /// <summary>The same for who must keep it.</summary>
    public TopicFilter ToFilter() => patterns is null ? new TopicFilter(_topic.ToString(), null) : new TopicFilter(null, patterns);

    public Join TrySubscribe(PushStream stream, Subscriber subscriber, string? lastEventId, int limit, out Subscription subscription) => patterns is null
        ? stream.TrySubscribe(_topic, subscriber, lastEventId, limit, out subscription)
        : stream.TrySubscribe(patterns, subscriber, lastEventId, limit, out subscription);
}
