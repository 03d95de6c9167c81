using AotSse.Fanout;

namespace AotSse.Hosting;

/// <summary>What a client is subscribed to, kept. Immutable.</summary>
/// <param name="Topic">The name of the topic.</param>
/// <param name="Patterns">The patterns instead.</param>
internal sealed record TopicFilter(string? Topic, TopicPatterns? Patterns)
{
    /// <summary>The same as it is used to subscribe. No property: the text of a record holds those, and this cannot be boxed.</summary>
    public TopicSelection ToSelection() => new(Topic, Patterns);

    /// <summary>Whether a topic is meant.</summary>
    public bool Matches(ReadOnlySpan<char> name) => Topic is not null ? name.SequenceEqual(Topic) : Patterns!.Matches(Fanout.Topic.DisplayNameOf(name));
}
