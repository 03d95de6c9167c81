using AotSse.Fanout;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Fanout;

/// <summary>What all topics together may take.</summary>
public sealed class LogMemoryTests
{
    private const long Limit = 1024 * 1024;

    private const int SegmentBytes = 64 * 1024;

    private static readonly string Text = new('x', 4_000);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task When_it_gets_tight_the_oldest_events_of_all_topics_go_and_the_newer_stay()
    {
        var stream = Streams.New(time: _time, maxBytes: Limit);
        for (var second = 0; second < 400; second++)
        {
            // One small event each second, and something large in the last minute that makes memory tight.
            stream.Publish($"t{second}", "small");
            if (second >= 340) stream.Publish("large", new string('x', 13_000));
            _time.Advance(TimeSpan.FromSeconds(1));
            stream.Engine.Clock.Tick();
        }

        await Eventually.TrueAsync(() => stream.Engine.Memory.Pool.Bytes <= Limit / 2, "memory is free again");
        var kept = stream.ReadTopics().Where(topic => topic.RetainedEvents > 0 && topic.Name != "large").Select(topic => int.Parse(topic.Name[1..], null)).Order().ToList();
        Assert.NotEmpty(kept);
        Assert.Equal(Enumerable.Range(kept[0], 400 - kept[0]), kept);
        Assert.True(kept[0] > 150, $"{kept[0]} is the oldest.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task What_came_in_one_moment_goes_only_until_there_is_room(int topics)
    {
        var stream = Streams.New(retainBytes: 100 * Limit, retainEvents: 1_000_000, time: _time, maxBytes: Limit);
        stream.Publish("small", "small");
        for (var i = 0; stream.Engine.Memory.Pool.Bytes <= Limit - (Limit / 4); i++) stream.Publish($"t{i % topics}", Text);
        stream.Publish("t0", Text); // Finds that it is tight.

        await Eventually.TrueAsync(() => stream.Engine.Memory.Pool.Bytes <= Limit / 2, "memory is free again");
        Assert.InRange(stream.ReadTopics().Sum(static topic => topic.RetainedBytes), Limit / 16, Limit / 2); // Memory comes back by segments.
        Assert.Equal(1, stream.ReadTopics().Single(static topic => topic.Name == "small").RetainedEvents);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public async Task A_flood_is_refused_before_it_takes_more_and_let_in_when_there_is_room(int topics)
    {
        var stream = Streams.New(retainBytes: 100 * Limit, retainEvents: 1_000_000, maxBytes: Limit);
        for (var i = 0; i < 20_000; i++)
        {
            while (!TryPublish(stream, $"t{i % topics}")) await Task.Yield();

            // The last to be let in may take a segment more.
            Assert.InRange(stream.Engine.Memory.Pool.Bytes, 1, Limit + SegmentBytes);
        }

        Assert.True(stream.TopicCount <= topics);
    }

    [Fact]
    public void What_does_not_fit_leaves_no_topic_behind()
    {
        var stream = Streams.New(maxBytes: 64 * 1024);
        Assert.Throws<EventMemoryException>(() => stream.Publish("t", new string('x', 70_000)));
        Assert.Equal(0, stream.TopicCount);
        Assert.Equal(0, stream.Engine.Memory.Pool.Bytes);
    }

    [Fact]
    public void Nothing_is_counted_for_ever()
    {
        var stream = Streams.New(retainAge: TimeSpan.FromSeconds(10), time: _time, maxBytes: 100 * Limit);
        for (var i = 0; i < 1_000; i++)
        {
            stream.Publish($"t{i % 100}", Text.AsSpan(0, i * 3));
            stream.Open("aborted", 10).Dispose();
        }

        Assert.True(stream.Engine.Memory.Pool.Bytes > Limit);
        _time.Advance(TimeSpan.FromSeconds(20));
        stream.Trim();
        Assert.Equal(0, stream.TopicCount);
        stream.Engine.Memory.Pool.DropIdle();
        Assert.Equal(0, stream.Engine.Memory.Pool.Bytes);
    }

    private static bool TryPublish(PushStream stream, string topic)
    {
        try
        {
            stream.Publish(topic, Text);
            return true;
        }
        catch (EventMemoryException)
        {
            return false;
        }
    }
}
