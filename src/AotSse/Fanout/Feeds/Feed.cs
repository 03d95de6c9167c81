using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>
/// Several topics as one: a topic whose events are copies of theirs, in the order of their numbers, each id followed by the topic it came from.
/// So a client of many topics is a subscriber like any other, and one number is its cursor in all of them. Thread-safe.
/// </summary>
/// <param name="patterns">Which topics.</param>
/// <param name="stream">The stream they belong to.</param>
internal sealed class Feed(TopicPatterns patterns, PushStream stream) : Topic(patterns.ToString(), stream)
{
    public TopicPatterns Patterns => patterns;

    /// <summary>Whether it is being filled with what has been before: what is pumped meanwhile is among it. Guarded by the pump's lock.</summary>
    public bool IsFilling { get; set; } = true;

    /// <summary>It keeps the past only for those who are there: another feed can be filled again.</summary>
    protected override bool OutlivesSubscribers => false;

    /// <summary>Begins its log, before which events are gone up to a number.</summary>
    public void Begin(long floor) => Begin(Stream.CreateFeedLog(Order, floor));

    /// <summary>Events up to a number have gone before they could be copied.</summary>
    public void Break(long number) => BreakAt(number);

    /// <summary>Appends a copy of an event. Called by the pump, in the order of the numbers.</summary>
    /// <returns><see langword="false"/> when nobody follows any more.</returns>
    public bool TryAppend(Topic source, in LogView view, FollowedEvent followed)
    {
        var segment = followed.Segment;
        var payload = ChunkFraming.Payload(view.RunFrom(followed.Position).Frame(followed.Position));
        var rest = payload[(payload.IndexOf((byte)'\n') + 1)..];
        return TryAppend(followed.Number, source.IdEnd, rest, segment.TimeOf(followed.Position), KeyOf(source, segment.KeyOf(followed.Position)), out _);
    }

    protected override EventOrder OrderIn(PushStream stream) => stream.FeedOrder;

    protected override void OnRetired(WireLog log) => log.Clear();

    /// <summary>Keys are told apart by topic. Allocates, for streams that coalesce.</summary>
    private static string? KeyOf(Topic source, EventKey? key) => key is null ? null : $"{source.Name}\u001F{key.Text}";
}
