using System.Collections.Concurrent;
using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>
/// Copies the events of a stream's topics, in the order of their numbers, to the feeds that follow them. Thread-safe.
/// </summary>
/// <remarks>
/// A topic that is followed puts itself on the list before it takes a number, and holds its lock until the event is visible. So whoever reads the
/// last number first, and then looks at every topic on the list under its lock, has seen all events up to that number, whichever topic they
/// are in. What is newer waits for the next round.
/// </remarks>
internal sealed class FeedPump(PushStream stream, EventSequence sequence) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<Topic> _dirty = [];

    // Held while events are copied, and while a feed comes or goes. Taken before the lock of any topic; publishers never take it.
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Dictionary<TopicPatterns, Feed> _feeds = [];
    private readonly List<FollowedEvent> _events = [];
    private readonly List<(Topic Topic, LogView View, Feed[] Followers)> _sources = [];

    // Written under _gate, read by topics that come into being: one that misses a new feed is found by the feed.
    private volatile Feed[] _all = [];

    // Taken by whoever queues a round, given back by the round.
    private Turn _turn;

    /// <summary>How far the feeds have got.</summary>
    public EventSequence Copied { get; } = new();

    /// <summary>The feeds that mean a topic which has just come into being.</summary>
    public Feed[] FeedsOf(string topic)
    {
        var all = _all;
        return all.Length == 0 ? all : Array.FindAll(all, feed => feed.Patterns.Matches(topic));
    }

    /// <summary>Lists a topic that is about to take a number. Called under its lock, once until it has been looked at.</summary>
    public void Add(Topic topic) => _dirty.Enqueue(topic);

    /// <summary>Queues a round.</summary>
    public void Wake()
    {
        if (_turn.Ask()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>The feed of some topics, filled with what they retain.</summary>
    public Feed GetOrCreate(TopicPatterns patterns)
    {
        lock (_gate)
        {
            if (_feeds.TryGetValue(patterns, out var found) && !found.IsRetired)
            {
                // A client may hold a newer number from elsewhere than the feed has seen.
                Pump(sequence.Last);
                return found;
            }

            if (found is not null) LetGo();
            var feed = new Feed(patterns, stream);
            _feeds[patterns] = feed;
            _all = [.. _feeds.Values];
            Fill(feed);
            feed.IsFilling = false;
            return feed;
        }
    }

    /// <summary>Lets go of feeds that nobody follows any more.</summary>
    public void Trim(int now)
    {
        if (_all.Length == 0) return;
        lock (_gate)
        {
            foreach (var feed in _all) feed.Trim(now);
            LetGo();
        }
    }

    /// <summary>Drops what came to the feeds at a time or before.</summary>
    public void DropUntil(int time)
    {
        lock (_gate)
            foreach (var feed in _all) feed.DropUntil(time);
    }

    /// <summary>Drops what the feeds keep for clients that come back alone, of one after another until there is room.</summary>
    /// <param name="bytes">What each may keep.</param>
    /// <param name="memory">Tells whether there is.</param>
    public void DropOffered(long bytes, LogMemory memory)
    {
        lock (_gate)
        {
            foreach (var feed in _all)
            {
                if (memory.HasRoom()) return;
                feed.DropOffered(bytes);
            }
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        _turn.Begin();
        bool isMore;
        lock (_gate) isMore = Pump(sequence.Last);
        if (!_turn.End() || (isMore && _turn.Ask())) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Copies every event up to a number.</summary>
    /// <returns>Whether newer ones have been seen.</returns>
    private bool Pump(long last)
    {
        var isMore = false;
        for (var listed = _dirty.Count; listed > 0 && _dirty.TryDequeue(out var topic); listed--)
        {
            if (!topic.TryFollow(last, out var view, out var first, out var end, out var followers)) isMore = true;
            if (first < view.FirstPosition) Break(followers, view);
            for (var position = Math.Max(first, view.FirstPosition); position < end; position++)
                _events.Add(new FollowedEvent(view.SegmentOf(position).NumberOf(position), _sources.Count, view.SegmentOf(position), position));
            _sources.Add((topic, view, followers));
        }

        _events.Sort();
        foreach (var followed in _events)
        {
            var (topic, view, followers) = _sources[followed.Source];
            foreach (var feed in followers)
                if (!feed.IsFilling) feed.TryAppend(topic, view, followed);
        }

        Copied.Reach(last);
        Release();
        return isMore;
    }

    /// <summary>Events have gone before they could be copied: whoever follows must learn that there is a gap.</summary>
    private static void Break(Feed[] followers, in LogView view)
    {
        var before = view.IsEmpty ? 0 : view.SegmentOf(view.FirstPosition).NumberOf(view.FirstPosition) - 1;
        foreach (var feed in followers)
            if (!feed.IsFilling) feed.Break(before);
    }

    /// <summary>Copies to a new feed what its topics retain, as far as the feed would retain it.</summary>
    private void Fill(Feed feed)
    {
        // First what is under way, so that no topic has an older event left than another.
        var last = sequence.Last;
        Pump(last);

        var newest = new PriorityQueue<FollowedEvent, long>();
        var floor = stream.FeedOrder.Floor;
        foreach (var topic in stream.Topics)
        {
            if (!feed.Patterns.Matches(topic.DisplayName)) continue;
            var view = topic.Follow(feed, last, out var end, out var topicFloor);
            floor = Math.Max(floor, topicFloor);
            for (var position = end - 1; position >= view.FirstPosition; position--)
            {
                var segment = view.SegmentOf(position);
                var followed = new FollowedEvent(segment.NumberOf(position), _sources.Count, segment, position);
                if (newest.Count < stream.Retention.Events) newest.Enqueue(followed, followed.Number);
                else
                {
                    var least = newest.EnqueueDequeue(followed, followed.Number);
                    floor = Math.Max(floor, least.Number);
                    if (least == followed) break;
                }
            }

            _sources.Add((topic, view, []));
        }

        feed.Begin(floor);
        while (newest.TryDequeue(out var followed, out _))
        {
            var (topic, view, _) = _sources[followed.Source];
            feed.TryAppend(topic, view, followed);
        }

        Release();
    }

    /// <summary>Forgets the feeds that nobody follows any more.</summary>
    private void LetGo()
    {
        var retired = Array.FindAll(_all, static feed => feed.IsRetired);
        if (retired.Length == 0) return;

        foreach (var feed in retired) _feeds.Remove(feed.Patterns);
        _all = [.. _feeds.Values];
        foreach (var topic in stream.Topics) topic.Unfollow(static feed => feed.IsRetired);
    }

    private void Release()
    {
        foreach (var (topic, view, _) in _sources) topic.Release(view);
        _sources.Clear();
        _events.Clear();
    }
}
