using System.Buffers;
using System.Net.ServerSentEvents;
using AotSse.Fanout;
using AotSse.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Fanout;

public sealed class TopicTests
{
    [Fact]
    public void Topics_come_with_their_first_use_and_go_with_their_last()
    {
        var time = new FakeTimeProvider();
        var stream = Streams.New(retainAge: TimeSpan.FromSeconds(10), time: time);
        var reader = new LogReader(stream, "a");
        Assert.Equal(1, stream.TopicCount);
        reader.Leave();
        Assert.Equal(0, stream.TopicCount);

        stream.Publish("b", "x");
        Assert.Equal(1, stream.TopicCount);
        time.Advance(TimeSpan.FromSeconds(11));
        stream.Trim();
        Assert.Equal(0, stream.TopicCount);
    }

    [Fact]
    public void A_topic_that_comes_back_never_gives_an_id_twice()
    {
        var time = new FakeTimeProvider();
        var stream = Streams.New(retainAge: TimeSpan.FromSeconds(10), time: time);
        for (var i = 0; i < 5; i++) stream.Publish("a", "x");
        time.Advance(TimeSpan.FromSeconds(11));
        stream.Trim();

        var start = new LogReader(stream, "a", "e-3").Start;
        Assert.Equal(GapReason.Evicted, start.Gap);
        Assert.Null(start.Oldest);
        Assert.Equal("e-6", stream.Publish("a", "y").Id.ToString());
    }

    [Fact]
    public void An_event_that_fails_half_way_changes_nothing()
    {
        var stream = Streams.New();
        stream.Publish("a", "1");
        var frame = stream.Open("a", 10);
        frame.WriteData("half");
        frame.Dispose();
        var reader = new LogReader(stream, "a", "e-1");
        Assert.Equal("e-3", stream.Publish("a", "2").Id.ToString());
        var output = new ArrayBufferWriter<byte>();
        reader.Read(output, int.MaxValue);
        Assert.Equal("id: e-3\ndata: 2\n\n", System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Publishing_to_a_topic_while_writing_to_it_is_refused_and_the_outer_event_survives()
    {
        var stream = Streams.New();
        var frame = stream.Open("a", 10);
        frame.WriteData("outer");
        Assert.Throws<InvalidOperationException>(() => stream.Publish("a", "inner"));
        stream.Publish("b", "another topic is fine");
        frame.Write("\n"u8);
        Assert.Equal("e-1", frame.Commit().Id.ToString());
        frame.Dispose();
        Assert.Equal("e-3", stream.Publish("a", "next").Id.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\u001Fb")]
    public void A_topic_name_that_is_no_topic_is_refused(string topic)
    {
        var stream = Streams.New();
        Assert.Throws<ArgumentException>(() => stream.Publish(topic, "x"));
        Assert.Equal(0, stream.TopicCount);
    }

    [Fact]
    public void Publishing_allocates_nothing()
    {
        var stream = Streams.New(retainEvents: 100);
        var text = new string('x', 100);
        for (var i = 0; i < 20_000; i++) stream.Publish("topic", text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++) stream.Publish("topic", text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Copying_to_a_client_allocates_nothing()
    {
        var stream = Streams.New();
        stream.Publish("a", "keeps the topic");
        var reader = new LogReader(stream, "a");
        reader.Leave(); // No sweep may hold segments back while this thread is measured.
        var output = new ArrayBufferWriter<byte>(1 << 20);
        RoundsOf(20_000); // Until the retention gives back as many segments as the head takes.

        var before = GC.GetAllocatedBytesForCurrentThread();
        RoundsOf(20_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void RoundsOf(int count)
        {
            for (var i = 0; i < count; i++)
            {
                stream.Publish("a", "some data");
                Assert.True(reader.Read(output, 1 << 16) > 0);
                output.ResetWrittenCount();
            }
        }
    }

    /// <summary>Publishers, readers that come with every kind of cursor, leave and return, and a retention that overtakes them.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(1_000)]
    public async Task Every_reader_sees_a_contiguous_run_in_publish_order_or_a_declared_gap(int retain)
    {
        const int publishers = 3;
        const int each = 3_000;
        const int readers = 8;
        var stream = Streams.New(retainEvents: retain);
        var done = false;
        var published = Enumerable.Range(0, publishers).Select(p => Task.Run(() =>
        {
            for (var i = 0; i < each; i++) stream.Publish("t", $"{p}:{i}");
        })).ToArray();
        var reading = Enumerable.Range(0, readers).Select(seed => Task.Run(() => ReadAsync(stream, seed, () => Volatile.Read(ref done)))).ToArray();

        await Task.WhenAll(published);
        Volatile.Write(ref done, true);
        await Task.WhenAll(reading);
        Assert.Equal($"e-{(publishers * each) + 1}", stream.Publish("t", "end").Id.ToString());
    }

    private static async Task ReadAsync(PushStream stream, int seed, Func<bool> isDone)
    {
        var random = new Random(seed);
        string? last = null;
        var perPublisher = new Dictionary<string, int>();
        while (true)
        {
            var finishing = isDone();
            var reader = new LogReader(stream, "t", last);
            var gap = reader.Start.Gap != GapReason.None || last is null;
            var output = new ArrayBufferWriter<byte>();
            for (var visits = random.Next(1, 20); visits > 0; visits--)
            {
                if (reader.Read(output, random.Next(1, 400)) < 0) break; // Overtaken: the next connect must say so.
                if (random.Next(3) == 0) await Task.Yield();
            }

            reader.Leave();
            foreach (var item in SseParser.Create(new MemoryStream(output.WrittenSpan.ToArray())).Enumerate())
            {
                var number = long.Parse(item.EventId!.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture);
                if (!gap) Assert.Equal(long.Parse(last!.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture) + 1, number);
                gap = false;
                last = item.EventId;

                // Order per publisher is kept, and nothing comes twice.
                var (publisher, index) = (item.Data.Split(':')[0], int.Parse(item.Data.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture));
                Assert.True(!perPublisher.TryGetValue(publisher, out var seen) || index > seen, $"{item.Data} after {publisher}:{seen}");
                perPublisher[publisher] = index;
            }

            if (finishing && reader.Read(new ArrayBufferWriter<byte>(), 1) == 0) return;
        }
    }
}
