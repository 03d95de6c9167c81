using System.Collections.Concurrent;
using AotSse.Log;
using AotSse.Telemetry;
using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// The topics of one push route. Generated push methods open their frames here. Thread-safe.
/// </summary>
public sealed class PushStream
{
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Topic>.AlternateLookup<ReadOnlySpan<char>> _topicsBySpan;
    // Of events that stay in this process.
    private readonly EventOrder _order;

    // What forgotten topics had published. Interlocked only.
    private long _forgottenEvents;
    private long _forgottenBytes;

    internal PushStream(string route, Retention retention, LagPolicy lag, FanoutEngine engine)
    {
        Route = route;
        Lag = lag;
        Engine = engine;
        Retention = retention;
        _order = new EventOrder(engine.Epoch);
        Pump = new FeedPump(this, OrderOf(default).Sequence);
        _topicsBySpan = _topics.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The route pattern that declares the stream.</summary>
    public string Route { get; }

    /// <summary>How many topics exist: those with a subscriber or a retained event.</summary>
    public int TopicCount => _topics.Count;

    /// <summary>What becomes of a client that falls behind.</summary>
    internal LagPolicy Lag { get; }

    /// <summary>What each topic keeps.</summary>
    internal Retention Retention { get; }

    internal FanoutEngine Engine { get; }

    /// <summary>Serves subscribers of several topics.</summary>
    internal FeedPump Pump { get; }

    internal IEnumerable<Topic> Topics
    {
        get
        {
            foreach (var (_, topic) in _topics) yield return topic;
        }
    }

    /// <summary>The order of several topics as one; with a replicated log of several partitions there is none.</summary>
    internal EventOrder FeedOrder => OrderOf(default);

    /// <summary>Opens a frame on the stream of a route without parameters and locks it until the frame is disposed.</summary>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    /// <exception cref="InvalidOperationException">This thread is already writing an event to the stream.</exception>
    /// <exception cref="EventMemoryException">The events that are kept take all the memory they may.</exception>
    public FrameWriter Open(int sizeHint) => Open(default(ReadOnlySpan<char>), sizeHint);

    /// <summary>Opens a frame on a topic and locks it until the frame is disposed.</summary>
    /// <param name="topic">The value of the route's only parameter.</param>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    /// <exception cref="ArgumentException">The topic is not 1 to 256 bytes of UTF-8 without control characters.</exception>
    /// <exception cref="InvalidOperationException">This thread is already writing an event to the topic.</exception>
    /// <exception cref="EventMemoryException">The events that are kept take all the memory they may.</exception>
    public FrameWriter Open(string topic, int sizeHint)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Engine.Memory.Admit(sizeHint);
        if (Engine.Outlet is { } outlet)
        {
            FieldRules.ThrowIfInvalid(topic, nameof(topic));
            return outlet.Open(this, topic, sizeHint);
        }

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
    /// <exception cref="EventMemoryException">The events that are kept take all the memory they may.</exception>
    public FrameWriter Open(ReadOnlySpan<char> topic, int sizeHint)
    {
        Engine.Memory.Admit(sizeHint);
        if (Engine.Outlet is { } outlet) return outlet.Open(this, topic, sizeHint);
        while (true)
        {
            if (!_topicsBySpan.TryGetValue(topic, out var found)) found = GetOrCreate(topic.ToString());
            if (found.TryOpen(sizeHint, out var frame)) return frame;
        }
    }

    /// <summary>Appends an event that was numbered elsewhere. Called in the order of the numbers; says nothing of <see cref="EventSequence.Last"/>.</summary>
    /// <returns>How many clients hear it here.</returns>
    internal int Append(ReadOnlySpan<char> topic, long number, ReadOnlySpan<byte> frame, int time, ReadOnlySpan<char> key)
    {
        Engine.Memory.Expect(frame.Length);
        while (true)
        {
            if (!_topicsBySpan.TryGetValue(topic, out var found)) found = GetOrCreate(topic.ToString());
            if (found.TryAppend(number, "\n"u8, frame, time, key, out var listeners)) return listeners;
        }
    }

    /// <summary>Adds a subscriber to a topic whose name has been checked.</summary>
    internal Join TrySubscribe(ReadOnlySpan<char> topic, Subscriber subscriber, string? lastEventId, int limit, out Subscription subscription)
    {
        while (true)
        {
            if (!_topicsBySpan.TryGetValue(topic, out var found)) found = GetOrCreate(topic.ToString());
            var join = found.TryAdd(subscriber, lastEventId, limit, out subscription);
            if (join != Join.Retired) return join;
        }
    }

    /// <summary>Adds a subscriber to several topics at once.</summary>
    internal Join TrySubscribe(TopicPatterns patterns, Subscriber subscriber, string? lastEventId, int limit, out Subscription subscription)
    {
        while (true)
        {
            var join = Pump.GetOrCreate(patterns).TryAdd(subscriber, lastEventId, limit, out subscription);
            if (join != Join.Retired) return join;
        }
    }

    /// <summary>Makes the log of a topic that has just come into the set.</summary>
    internal WireLog CreateLog(EventOrder order) => new(Engine.Memory.Pool, order.Epoch, order.Sequence, Retention, order.Floor, order.IsShared);

    /// <summary>The order that the events of a topic belong to.</summary>
    internal EventOrder OrderOf(ReadOnlySpan<char> topic) => Engine.Outlet?.OrderOf(Route, topic) ?? _order;

    /// <summary>Makes the log of a feed.</summary>
    internal WireLog CreateFeedLog(EventOrder order, long floor) => new(Engine.Memory.Pool, order.Epoch, Pump.Copied, Retention, floor, order.IsShared);

    /// <summary>Drops what has become too old, in all topics.</summary>
    internal void Trim()
    {
        var now = Engine.Clock.Now;
        if (!_topics.IsEmpty) // No enumerator for nothing: the timer comes four times in the shortest heartbeat.
            foreach (var topic in Topics) topic.Trim(now);
        Pump.Trim(now);
    }

    /// <summary>Drops what came at a time or before, in all topics.</summary>
    internal void DropUntil(int time)
    {
        foreach (var topic in Topics) topic.DropUntil(time);
        Pump.DropUntil(time);
    }

    /// <summary>Drops what is kept for clients that come back alone, of one topic after another until there is room.</summary>
    /// <param name="bytes">What each may keep.</param>
    internal void DropOffered(long bytes)
    {
        foreach (var topic in Topics)
        {
            if (Engine.Memory.HasRoom()) return;
            topic.DropOffered(bytes);
        }

        Pump.DropOffered(bytes, Engine.Memory);
    }

    /// <summary>What each topic holds and has done. Looks at one after another while events go on; topics that come meanwhile may be missing.</summary>
    public IEnumerable<TopicReading> ReadTopics()
    {
        foreach (var topic in Topics) yield return topic.Read();
    }

    /// <summary>What the stream holds and has done.</summary>
    internal StreamReading Read()
    {
        var (subscribers, topics, events, bytes) = (0L, 0L, Volatile.Read(ref _forgottenEvents), Volatile.Read(ref _forgottenBytes));
        foreach (var topic in ReadTopics())
        {
            subscribers += topic.Subscribers;
            topics++;
            events += topic.PublishedEvents;
            bytes += topic.PublishedBytes;
        }

        return new StreamReading(Route, subscribers, topics, events, bytes);
    }

    /// <summary>Called by a topic that nobody uses any more, under its lock. The floor rises before the topic goes, so its successor sees it.</summary>
    internal void Forget(Topic topic, WireLog log)
    {
        topic.Order.RaiseFloor(log.Floor);
        Interlocked.Add(ref _forgottenEvents, log.EndPosition);
        Interlocked.Add(ref _forgottenBytes, log.TotalBytes);
        _topics.TryRemove(new KeyValuePair<string, Topic>(topic.Name, topic));
        log.Clear();
    }

    private Topic GetOrCreate(string name) =>
        _topics.TryGetValue(name, out var found) ? found : _topics.GetOrAdd(name, new Topic(name, this));
}
