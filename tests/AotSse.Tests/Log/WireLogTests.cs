using System.Text;
using AotSse.Log;
using AotSse.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Tests.Log;

/// <summary>The log against the simplest model of it: a list of texts.</summary>
public sealed class WireLogTests
{
    private static readonly Retention Plenty = new(1_000, 1 << 20, TimeSpan.FromMinutes(10));

    [Fact]
    public void A_frame_lies_in_memory_as_a_ready_chunk()
    {
        var log = NewLog(Plenty);
        Append(log, "data: a\n\n", now: 0);
        var view = log.View();
        Assert.Equal("0011\r\nid: e-1\ndata: a\n\n\r\n", Encoding.UTF8.GetString(view.RunFrom(0).Bytes));
        log.Release(view);
    }

    [Theory]
    [InlineData(65_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public void A_long_frame_gets_a_chunk_size_that_fits(int length)
    {
        // The hint is wrong on purpose: the frame was opened for a short one.
        var log = NewLog(Plenty with { Bytes = 10_000_000 });
        Append(log, "short", now: 0);
        Append(log, new string('x', length), now: 0);
        Append(log, "after", now: 0);
        Assert.Equal($"id: e-1\nshort|id: e-2\n{new string('x', length)}|id: e-3\nafter|", ReadAll(log, "e-0", 1));
    }

    [Theory]
    [InlineData(null, GapReason.None, 6)]
    [InlineData("", GapReason.None, 6)]
    [InlineData("e-5", GapReason.None, 6)]
    [InlineData("e-3", GapReason.None, 4)]
    [InlineData("e-2", GapReason.None, 3)]
    [InlineData("e-1", GapReason.Evicted, 3)]
    [InlineData("e-0", GapReason.Evicted, 3)]
    [InlineData("e-6", GapReason.Unknown, 3)]
    [InlineData("f-4", GapReason.Epoch, 3)]
    [InlineData("garbage", GapReason.Unknown, 3)]
    [InlineData("e-99999999999999999999", GapReason.Unknown, 3)]
    public void A_cursor_is_honoured_exactly_or_answered_by_all_that_is_retained(string? lastEventId, object reason, long next)
    {
        var log = NewLog(Plenty with { Events = 3 });
        for (var i = 1; i <= 5; i++) Append(log, "x", now: 0);
        var start = log.Find(lastEventId);
        Assert.Equal((GapReason)reason, start.Gap);
        Assert.Equal(next - 1, start.Position);
    }

    [Fact]
    public void The_newest_event_stays_however_large_it_is()
    {
        var log = NewLog(Plenty with { Bytes = 100 });
        Append(log, new string('x', 5_000), now: 0);
        Assert.Equal(1, log.Count);
        Append(log, "y", now: 0);
        Assert.Equal("id: e-2\ny|", ReadAll(log, "e-1", 1));
    }

    [Fact]
    public void Events_go_one_by_one_when_they_reach_the_age()
    {
        var log = NewLog(Plenty with { Age = TimeSpan.FromSeconds(10) });
        Append(log, "a", now: 0);
        Append(log, "b", now: 50);
        log.Trim(now: 99);
        Assert.Equal(2, log.Count);
        log.Trim(now: 100);
        Assert.Equal(1, log.Count);
        log.Trim(now: 150);
        Assert.Equal(0, log.Count);
        Assert.Equal(0, log.Bytes);
        Append(log, "c", now: 151);
        Assert.Equal("id: e-3\nc|", ReadAll(log, "e-2", 1));
    }

    [Fact]
    public void A_reader_whose_segment_was_dropped_under_a_view_finds_the_next_event()
    {
        var log = NewLog(Plenty with { Age = TimeSpan.FromSeconds(10) });
        Append(log, "a", now: 0);

        // The view keeps the segment from the pool while the log drops it and goes on in another.
        var view = log.View();
        log.Trim(now: 200);
        Append(log, "b", now: 200);
        Assert.Equal("0009\r\nid: e-1\na\r\n", Encoding.UTF8.GetString(view.RunFrom(0).Bytes));
        Assert.Equal("id: e-2\nb|", ReadAll(log, "e-1", 1));
        log.Release(view);
    }

    [Fact]
    public void A_segment_goes_back_to_the_pool_when_the_last_view_that_reaches_it_is_given_back()
    {
        var pool = new SegmentPool();
        var log = new WireLog(pool, new LogEpoch("e"), new EventSequence(), Plenty with { Age = TimeSpan.FromSeconds(10) }, floor: 0);
        Append(log, "a", now: 0);
        var (older, again) = (log.View(), log.View());
        var segment = older.OldestSegment;
        log.Trim(now: 200);
        Append(log, "b", now: 200);
        var younger = log.View();

        log.Release(older);
        Assert.NotSame(segment, pool.Rent(1, 0, 0));
        log.Release(again);
        Assert.Same(segment, pool.Rent(1, 0, 0));
        log.Release(younger);
    }

    [Fact]
    public void What_a_view_covers_ends_where_it_did_however_much_follows()
    {
        var log = NewLog(Plenty);
        Append(log, "a", now: 0);
        Append(log, "b", now: 0);
        var view = log.View();
        var run = view.RunFrom(0);
        Append(log, "c", now: 0);
        Assert.Equal("id: e-1\na", Encoding.UTF8.GetString(ChunkFraming.Payload(run.Frame(0))));
        Assert.Equal("id: e-2\nb", Encoding.UTF8.GetString(ChunkFraming.Payload(run.Frame(1))));
        Assert.Equal(34, run.Bytes.Length);
        log.Release(view);
    }

    [Fact]
    public void A_burst_that_was_not_offered_stays_beyond_the_retention_until_it_is()
    {
        var log = NewLog(Plenty with { Events = 3 });
        Append(log, "x", now: 0);
        log.KeepUnoffered(1);
        for (var i = 0; i < 100; i++) Append(log, "x", now: 0);
        Assert.Equal(100, log.Count);
        log.KeepUnoffered(50);
        Assert.Equal(51, log.Count);
        log.KeepUnoffered(long.MaxValue);
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public void A_burst_is_kept_only_so_far()
    {
        var log = NewLog(Plenty with { Events = 3 });
        log.KeepUnoffered(0);
        for (var i = 0; i < 200; i++) Append(log, new string('x', 100_000), now: 0);
        Assert.InRange(log.Bytes, 8 << 20, 10 << 20);

        // What is two looks old is no longer waited for.
        log.Trim(now: 0);
        log.Trim(now: 0);
        Assert.Equal(3, log.Count);
    }

    [Fact]
    public void A_hole_overtakes_who_was_at_the_end_and_is_a_gap_for_who_comes_back()
    {
        var sequence = new EventSequence();
        var log = new WireLog(new SegmentPool(), new LogEpoch("e"), sequence, Plenty, floor: 0);
        Append(log, "a", now: 0);
        var end = log.EndPosition;
        sequence.Reach(9);
        log.Break(7);
        var view = log.View();
        Assert.True(end < view.FirstPosition);
        log.Release(view);
        log.Append(9, "@t\n"u8, "b"u8, time: 0, key: null);
        Assert.Equal("id: e-9@t\nb|", ReadAll(log, "e-9", 1) + ReadAll(log, "e-7", 1));
        Assert.Equal(GapReason.Evicted, log.Find("e-6").Gap);
    }

    [Fact]
    public void Of_the_events_with_one_key_only_the_newest_is_not_superseded()
    {
        var log = NewLog(Plenty with { Events = 6 });
        string[] keys = ["a", "b", "a", "", "c", "b", "a", "a"];
        foreach (var key in keys) Append(log, key, now: 0, key);
        var view = log.View();
        Assert.Equal([2, 6], Enumerable.Range(2, 6).Where(position => view.SegmentOf(position).IsSuperseded(position)));
        log.Release(view);
    }

    [Fact]
    public void Events_without_a_key_may_follow_those_with_one()
    {
        var log = NewLog(Plenty with { Events = 2 });
        Append(log, "a", now: 0, key: "k");
        for (var i = 0; i < 100; i++) Append(log, new string('x', 100), now: 0);
        Append(log, "b", now: 0, key: "k");
        var view = log.View();
        Assert.False(view.SegmentOf(100).IsSuperseded(100));
        Assert.False(view.SegmentOf(101).IsSuperseded(101));
        log.Release(view);
    }

    [Fact]
    public void The_key_of_an_event_that_fails_is_forgotten()
    {
        var log = NewLog(Plenty);
        for (var i = 0; i < 100; i++)
        {
            log.Open(10, out _);
            log.SetKey($"k{i}");
        }

        Append(log, "a", now: 0, key: "k");
        Assert.Equal(1, log.KeyCount);
    }

    [Fact]
    public void A_retention_without_bounds_keeps_everything()
    {
        var log = NewLog(new Retention(int.MaxValue, long.MaxValue, TimeSpan.MaxValue));
        log.KeepUnoffered(0);
        for (var i = 0; i < 2_000; i++) Append(log, "x", now: 0);
        log.Trim(now: 1_000_000);
        Assert.Equal(2_000, log.Count);

        // A burst waits for the sweep even where only the bytes are without bounds.
        log = NewLog(new Retention(3, long.MaxValue, TimeSpan.MaxValue));
        log.KeepUnoffered(0);
        for (var i = 0; i < 100; i++) Append(log, "x", now: 0);
        Assert.Equal(100, log.Count);
    }

    [Fact]
    public void A_half_sent_frame_keeps_its_own_segment_and_no_other()
    {
        var pool = new SegmentPool();
        var log = new WireLog(pool, new LogEpoch("e"), new EventSequence(), Plenty with { Events = 1 }, floor: 0);
        Append(log, new string('a', 60_000), now: 0);
        var view = log.View();
        var pinned = view.OldestSegment;
        WireLog.Pin(pinned);
        log.Release(view);
        for (var i = 0; i < 100; i++) Append(log, new string('b', 60_000), now: 0);

        // However much comes, the log goes on with the few segments it needs.
        Assert.InRange(log.SlotCount, 1, 4);
        Assert.Equal((byte)'a', pinned.Bytes[50_000]);
        Assert.DoesNotContain(pinned, Enumerable.Range(0, 100).Select(_ => pool.Rent(SegmentPool.LargestBytes, 0, 0)));
        log.Unpin(pinned);
        Assert.Same(pinned, pool.Rent(SegmentPool.LargestBytes, 0, 0));
    }

    [Fact]
    public void A_frame_that_is_not_committed_leaves_no_trace()
    {
        var log = NewLog(Plenty);
        log.Open(10, out _);
        var span = log.Open(3_000, out var written);
        log.Grow(span[..written], 200_000);
        Append(log, "a", now: 0);
        Assert.Equal("id: e-3\na|", ReadAll(log, "e-0", 1));
    }

    [Fact]
    public void A_log_holds_what_a_list_would_hold() => Prop.ForAll(Operations, operations =>
    {
        var retention = new Retention(20, 6_000, TimeSpan.FromSeconds(3));
        var log = NewLog(retention);
        var model = new List<(long Number, string Text, int Time, int Bytes)>();
        var (now, number) = (0, 0L);
        foreach (var (kind, size) in operations)
        {
            switch (kind)
            {
                case 0:
                    now += size % 20;
                    log.Trim(now);
                    model.RemoveAll(e => e.Time <= now - 30);
                    break;
                case 1:
                    log.Open(size, out _);
                    number++; // Used up, and missed by nobody.
                    break;
                default:
                    var text = new string((char)('a' + (size % 26)), size);
                    Append(log, text, now);
                    number++;
                    var payload = $"id: e-{number}\n{text}".Length;
                    model.Add((number, text, now, payload + (payload > 0xFFFF ? 12 : 8)));
                    while (model.Count > 1 && (model.Count > retention.Events || model.Sum(e => e.Bytes) > retention.Bytes)) model.RemoveAt(0);
                    break;
            }

            Assert.Equal(model.Count, log.Count);
            Assert.Equal(model.Sum(e => (long)e.Bytes), log.Bytes);
            if (model.Count == 0) continue;
            var expected = string.Concat(model.Select(e => $"id: e-{e.Number}\n{e.Text}|"));
            Assert.Equal(expected, ReadAll(log, $"e-{model[0].Number - 1}", 1));
            Assert.Equal(expected, ReadAll(log, $"e-{model[0].Number - 1}", int.MaxValue));
        }
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(int Kind, int Size)[]> Operations { get; } =
        Gen.Choose(0, 9).SelectMany(kind => Gen.Choose(0, 40).Or(Gen.Choose(0, 3_000)).Select(size => (kind, size))).ArrayOf(60).ToArbitrary();

    private static WireLog NewLog(Retention retention) => new(new SegmentPool(), new LogEpoch("e"), new EventSequence(), retention, floor: 0);

    /// <summary>Appends through growth where the text does not fit.</summary>
    private static void Append(WireLog log, string text, int now, string key = "")
    {
        var span = log.Open(10, out var length);
        if (span.Length - length < text.Length) span = log.Grow(span[..length], text.Length);
        length += Encoding.UTF8.GetBytes(text, span[length..]);
        if (key.Length > 0) log.SetKey(key);
        log.Commit(length, now);
    }

    /// <summary>Everything after a cursor, each frame closed by a bar, read in runs of at most <paramref name="most"/> events.</summary>
    private static string ReadAll(WireLog log, string lastEventId, int most)
    {
        var start = log.Find(lastEventId);
        Assert.Equal(GapReason.None, start.Gap);
        var text = new StringBuilder();
        var view = log.View();
        for (var position = start.Position; position < view.EndPosition;)
        {
            var run = view.RunFrom(position);
            var end = Math.Min(run.End, run.First + (long)most);
            for (; position < end; position++) text.Append(Encoding.UTF8.GetString(ChunkFraming.Payload(run.Frame(position)))).Append('|');
        }

        log.Release(view);
        return text.ToString();
    }
}
