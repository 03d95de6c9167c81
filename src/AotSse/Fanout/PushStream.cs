using System.Collections.Concurrent;
using AotSse.Log;
using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// The topics of one push route. Generated push methods open their frames here. Thread-safe.
/// </summary>
public sealed class PushStream
{
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Topic>.AlternateLookup<ReadOnlySpan<char>> _topicsBySpan;
    private readonly SegmentPool _pool;
    private readonly LogEpoch _epoch;
    private readonly Retention _retention;

    // The highest number any forgotten topic reached: a topic that comes back must not number events anew. Interlocked only.
    private long _floor;

    internal PushStream(string route, Retention retention, SegmentPool pool, LogEpoch epoch, LogClock clock)
    {
        Route = route;
        Clock = clock;
        _retention = retention;
        _pool = pool;
        _epoch = epoch;
        _topicsBySpan = _topics.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The route pattern that declares the stream.</summary>
    public string Route { get; }

    /// <summary>How many topics exist: those with a subscriber or a retained event.</summary>
    public int TopicCount => _topics.Count;

    internal LogClock Clock { get; }

    /// <summary>Opens a frame on the stream of a route without parameters and locks it until the frame is disposed.</summary>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    /// <exception cref="InvalidOperationException">This thread is already writing an event to the stream.</exception>
    public FrameWriter Open(int sizeHint) => Open(default(ReadOnlySpan<char>), sizeHint);

    /// <summary>Opens a frame on a topic and locks it until the frame is disposed.</summary>
    /// <param name="topic">The value of the route's only parameter.</param>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    /// <exception cref="ArgumentException">The topic is not 1 to 256 bytes of UTF-8 without control characters.</exception>
    /// <exception cref="InvalidOperationException">This thread is already writing an event to the topic.</exception>
    public FrameWriter Open(string topic, int sizeHint)
    {
        ArgumentNullException.ThrowIfNull(topic);
        while (true)
        {
            if (!_topics.TryGetValue(topic, out var found))
            {
                // Only a topic that exists needs no check: its name has passed it.
                FieldRules.ThrowIfInvalid(topic, nameof(topic));
                found = GetOrCreate(topic);
            }

            if (found.TryOpen(sizeHint, out var frame)) return frame;
        }
    }

    /// <summary>Opens a frame on a topic and locks it until the frame is disposed.</summary>
    /// <param name="topic">A name made by <see cref="TopicBuilder"/>.</param>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    /// <exception cref="InvalidOperationException">This thread is already writing an event to the topic.</exception>
    public FrameWriter Open(ReadOnlySpan<char> topic, int sizeHint)
    {
        while (true)
        {
            if (!_topicsBySpan.TryGetValue(topic, out var found)) found = GetOrCreate(topic.ToString());
            if (found.TryOpen(sizeHint, out var frame)) return frame;
        }
    }

    /// <summary>Adds a subscriber to a topic whose name has been checked.</summary>
    internal Topic Subscribe(ReadOnlySpan<char> topic, Subscriber subscriber, string? lastEventId, out Subscription subscription)
    {
        while (true)
        {
            if (!_topicsBySpan.TryGetValue(topic, out var found)) found = GetOrCreate(topic.ToString());
            if (found.TryAdd(subscriber, lastEventId, out subscription)) return found;
        }
    }

    /// <summary>Makes the log of a topic that has just come into the set.</summary>
    internal WireLog CreateLog() => new(_pool, _epoch, _retention, Volatile.Read(ref _floor));

    /// <summary>Drops what has become too old, in all topics.</summary>
    internal void Trim()
    {
        foreach (var (_, topic) in _topics) topic.Trim();
    }

    /// <summary>Called by a topic that nobody uses any more, under its lock. The floor rises before the topic goes, so its successor sees it.</summary>
    internal void Forget(Topic topic, long lastNumber)
    {
        for (var floor = Volatile.Read(ref _floor); floor < lastNumber;)
        {
            var seen = Interlocked.CompareExchange(ref _floor, lastNumber, floor);
            if (seen == floor) break;
            floor = seen;
        }

        _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));
    }

    private Topic GetOrCreate(string name) =>
        _topics.TryGetValue(name, out var found) ? found : _topics.GetOrAdd(name, new Topic(name, this));
}
