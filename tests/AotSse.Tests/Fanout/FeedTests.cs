using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using AotSse.Fanout;
using AotSse.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Fanout;

/// <summary>Several topics as one.</summary>
public sealed class FeedTests
{
    [Fact]
    public async Task Events_of_all_topics_come_in_order_and_name_their_topic()
    {
        var stream = Streams.New();
        stream.Publish("a", "before");
        var reader = new LogReader(stream, Of("a", "b/*"));
        Assert.Equal(1, stream.Publish("a", "1").Subscribers);
        stream.Publish("b/ü x", "2");
        stream.Publish("c", "no");
        stream.Publish("a", "3\nlines");
        Assert.Equal(
            "id: e-2@a\ndata: 1\n\nid: e-3@b/%C3%BC%20x\ndata: 2\n\nid: e-5@a\ndata: 3\ndata: lines\n\n",
            await ReadAsync(reader, 3));
    }

    [Fact]
    public async Task A_cursor_holds_for_all_topics_and_for_one()
    {
        var stream = Streams.New();
        foreach (var topic in new[] { "a", "b", "c", "a", "b", "c", "a" }) stream.Publish(topic, topic);
        Assert.Equal("4a 5b 7a", await SummaryAsync(new LogReader(stream, Of("a", "b"), "e-3@c"), 3));
        Assert.Equal("4a 5b 6c 7a", await SummaryAsync(new LogReader(stream, Of("*"), "e-3"), 4));
        Assert.Equal("5b", await SummaryAsync(new LogReader(stream, "b", "e-3@c"), 1));
        Assert.Equal(GapReason.Unknown, new LogReader(stream, Of("*"), "e-8").Start.Gap);
        Assert.Equal("", await SummaryAsync(new LogReader(stream, Of("*"), "e-7"), 0));
    }

    [Fact]
    public async Task What_one_topic_has_lost_is_a_gap_and_the_rest_comes_in_order()
    {
        var stream = Streams.New(retainEvents: 2);
        foreach (var topic in new[] { "a", "b", "a", "a", "b" }) stream.Publish(topic, topic);
        var reader = new LogReader(stream, Of("a", "b"), "e-0");
        Assert.Equal(GapReason.Evicted, reader.Start.Gap);
        Assert.Equal("4a 5b", await SummaryAsync(reader, 2)); // A feed keeps as many as a topic.

        Assert.Equal(GapReason.None, new LogReader(stream, Of("b", "a"), "e-3").Start.Gap);
        Assert.Equal(GapReason.Evicted, new LogReader(stream, Of("b", "a"), "e-2").Start.Gap);
    }

    [Fact]
    public async Task Topics_that_come_into_being_later_and_again_are_followed()
    {
        var time = new FakeTimeProvider();
        var stream = Streams.New(retainAge: TimeSpan.FromSeconds(10), time: time);
        var reader = new LogReader(stream, Of("x/*"));
        stream.Publish("x/1", "1");
        Assert.Equal("1x/1", await SummaryAsync(reader, 1));
        time.Advance(TimeSpan.FromSeconds(20));
        stream.Engine.Clock.Tick();
        stream.Trim();
        Assert.Equal(0, stream.TopicCount);
        stream.Publish("x/1", "2");
        stream.Publish("x/2", "3");
        Assert.Equal("2x/1 3x/2", await SummaryAsync(reader, 2));
    }

    [Fact]
    public void A_feed_goes_with_its_last_subscriber_and_lets_go_of_its_topics()
    {
        var stream = Streams.New();
        stream.Publish("a", "1");
        var reader = new LogReader(stream, Of("a"));
        Assert.Single(stream.Pump.FeedsOf("a"));
        reader.Leave();
        stream.Trim();
        Assert.Empty(stream.Pump.FeedsOf("a"));
        Assert.Equal("e-0", new LogReader(stream, Of("a"), "e-0").Start.Position.ToString());
    }

    /// <summary>Publishers to many topics, readers of every kind of set, who leave and come back: each sees every event of its topics once, in one order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_reader_sees_every_event_of_its_topics_once_and_in_order(int seed)
    {
        const int publishers = 4;
        const int each = 2_000;
        const int topics = 9;
        var stream = Streams.New(retainEvents: 100_000, retainBytes: 1 << 30);
        var published = Enumerable.Range(0, publishers).Select(p => Task.Run(() =>
        {
            var random = new Random((seed * 100) + p);
            for (var i = 0; i < each; i++)
            {
                var frame = stream.Open($"{random.Next(3)}/{random.Next(topics)}", 10);
                frame.WriteData($"{p}:{i}");
                frame.Write("\n"u8);
                if (random.Next(10) == 0) Thread.Yield(); // The number is taken, the event is not there yet.
                if (random.Next(20) > 0) frame.Commit();
                else i--;
                frame.Dispose();
            }
        })).ToArray();

        var done = false;
        var reading = Enumerable.Range(0, 8).Select(r => Task.Run(() => FollowAsync(stream, new Random((seed * 1_000) + r), () => Volatile.Read(ref done)))).ToArray();
        await Task.WhenAll(published);
        Volatile.Write(ref done, true);

        var all = await EventsAsync(new LogReader(stream, Of("*"), "e-0"), publishers * each);
        Assert.Equal(publishers * each, all.Count);
        Assert.Equal(all.Select(item => item.Number).Order(), all.Select(item => item.Number));
        foreach (var (patterns, start, seen) in await Task.WhenAll(reading))
            Assert.Equal(all.Where(item => item.Number > start && patterns.Matches(item.Topic)), seen);
    }

    private static async Task<(TopicPatterns Patterns, long Start, List<Event> Seen)> FollowAsync(PushStream stream, Random random, Func<bool> isDone)
    {
        var patterns = random.Next(4) switch { 0 => Of("*"), 1 => Of($"{random.Next(3)}/*"), 2 => Of("0/1", "1/1", "2/*"), _ => Of($"{random.Next(3)}/{random.Next(9)}") };
        var seen = new List<Event>();
        var start = -1L;
        string? last = null;
        while (true)
        {
            var finishing = isDone();
            var reader = new LogReader(stream, patterns, last);
            Assert.Equal(GapReason.None, reader.Start.Gap);
            if (start < 0) start = reader.Start.Position.Number;
            last ??= reader.Start.Position.ToString();
            var output = new ArrayBufferWriter<byte>();
            for (var visits = random.Next(1, 30); visits > 0 || finishing; visits--)
            {
                var read = reader.Read(output, random.Next(1, 2_000));
                Assert.True(read >= 0);
                if (finishing && read == 0) break;
                if (random.Next(3) == 0) await Task.Delay(1);
            }

            var events = Parse(output);
            seen.AddRange(events);
            if (events.Count > 0) last = $"e-{events[^1].Number}@{events[^1].Topic}";
            if (random.Next(2) == 0) reader.Leave();
            if (random.Next(10) == 0) stream.Trim();
            if (finishing) return (patterns, start, seen);
        }
    }

    private static async Task<string> ReadAsync(LogReader reader, int count)
    {
        var output = new ArrayBufferWriter<byte>();
        await Eventually.TrueAsync(() => reader.Read(output, int.MaxValue) >= 0 && Parse(output).Count >= count, $"{count} events have come");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static async Task<List<Event>> EventsAsync(LogReader reader, int count)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(Encoding.UTF8.GetBytes(await ReadAsync(reader, count)));
        return Parse(output);
    }

    private static async Task<string> SummaryAsync(LogReader reader, int count) =>
        string.Join(' ', (await EventsAsync(reader, count)).Select(item => $"{item.Number}{item.Topic}"));

    private static List<Event> Parse(ArrayBufferWriter<byte> output) =>
        [.. SseParser.Create(new MemoryStream(output.WrittenSpan.ToArray())).Enumerate().Select(item =>
        {
            var at = item.EventId!.IndexOf('@', StringComparison.Ordinal);
            return new Event(long.Parse(item.EventId.AsSpan(2, (at < 0 ? item.EventId.Length : at) - 2), CultureInfo.InvariantCulture), at < 0 ? item.Data : item.EventId[(at + 1)..], item.Data);
        })];

    private static TopicPatterns Of(params string[] patterns) => TopicPatterns.TryCreate(patterns, out _)!;

    private readonly record struct Event(long Number, string Topic, string Data);
}
