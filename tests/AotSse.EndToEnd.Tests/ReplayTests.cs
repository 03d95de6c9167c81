using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>What a client that comes back is given.</summary>
public sealed class ReplayTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int Retained = 1000;

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    private string Path => $"/stream/{_topic}";

    [Fact]
    public async Task Without_a_cursor_only_what_comes_is_sent()
    {
        await PublishAsync("old");
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, Path);
        using var _1 = stream;

        await PublishAsync("new");

        Assert.EndsWith("\ndata: new\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Last-Event-ID: {0}")]
    [InlineData("?lastEventId={0}", "Accept: */*")]
    public async Task A_retained_cursor_misses_nothing_and_repeats_nothing(string query, string header)
    {
        var ids = await PublishAsync("one", "two", "three", "four");
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, Path + Filled(query, ids[1]), Filled(header, ids[1]));
        using var _1 = stream;
        var live = (await PublishAsync("five"))[0];

        Assert.Equal(
            [$"id: {ids[2]}\ndata: three\n\n", $"id: {ids[3]}\ndata: four\n\n", $"id: {live}\ndata: five\n\n"],
            await stream.NextBlocksAsync(3));
    }

    [Fact]
    public async Task The_header_wins_over_the_query_as_a_browser_keeps_the_first_address_when_it_comes_back()
    {
        var ids = await PublishAsync("one", "two", "three");
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, $"{Path}?lastEventId={ids[0]}", $"Last-Event-ID: {ids[1]}");
        using var _1 = stream;

        Assert.Equal($"id: {ids[2]}\ndata: three\n\n", await stream.NextBlockAsync());
    }

    [Fact]
    public async Task The_newest_cursor_gets_nothing_old()
    {
        var ids = await PublishAsync("one", "two");
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {ids[1]}");
        using var _ = stream;
        Assert.Equal(ids[1], first.Id);

        var live = (await PublishAsync("three"))[0];

        Assert.Equal($"id: {live}\ndata: three\n\n", await stream.NextBlockAsync());
    }

    [Fact]
    public async Task The_id_of_the_first_block_is_a_cursor_that_loses_nothing()
    {
        var ids = await PublishAsync("one", "two");

        // A client that loses the connection right after the first block comes back with the id it found there.
        var (cut, atReplay) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {ids[0]}");
        cut.Dispose();
        var (again, _) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {atReplay.Id}");
        using var _1 = again;

        Assert.Equal($"id: {ids[1]}\ndata: two\n\n", await again.NextBlockAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("otherepoch-1")]
    [InlineData("{epoch}-999999")]
    [InlineData("{epoch}--1")]
    [InlineData("{epoch}-")]
    [InlineData("{epoch}-99999999999999999999999999")]
    [InlineData("-")]
    public async Task An_unknown_cursor_is_told_of_the_gap_and_given_all_there_is(string cursor)
    {
        var ids = await PublishAsync("one", "two");
        var (stream, first) = await EventStream.SubscribeAsync(
            Server.Port, Path, "Last-Event-ID: " + cursor.Replace("{epoch}", ids[0].Epoch, StringComparison.Ordinal));
        using var _ = stream;

        AssertGap(await stream.NextBlockAsync());
        Assert.Equal([$"id: {ids[0]}\ndata: one\n\n", $"id: {ids[1]}\ndata: two\n\n"], await stream.NextBlocksAsync(2));
        // Cut here, before any event, the client must not have been told that it has them.
        Assert.True(first.Id is null || first.Id.Value.Number < ids[0].Number, $"The first block's id is {first.Id}.");
    }

    [Theory]
    [InlineData("a\n\ndata: forged")]
    [InlineData("a\r\rid: 1")]
    [InlineData("quote\" backslash\\ NUL\0 \u2028 😀")]
    public async Task A_nasty_cursor_forges_nothing_in_the_gap_that_tells_of_it(string cursor)
    {
        var ids = await PublishAsync("one");
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, $"{Path}?lastEventId={Uri.EscapeDataString(cursor)}");
        using var _1 = stream;

        AssertGap(await stream.NextBlockAsync());
        Assert.Equal($"id: {ids[0]}\ndata: one\n\n", await stream.NextBlockAsync());
    }

    [Fact]
    public async Task A_thousand_events_are_retained_and_the_edge_is_exact()
    {
        var ids = await PublishAsync([.. Enumerable.Range(0, Retained + 5).Select(i => $"{i}")]);
        var all = Enumerable.Range(5, Retained).Select(i => $"id: {ids[i]}\ndata: {i}\n\n").ToArray();

        // The last event that went is number 4: whoever has it lacks nothing that is gone.
        var (edge, _) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {ids[4]}");
        var (beyond, _) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {ids[3]}");
        using var streams = new Disposables(edge, beyond);

        Assert.Equal(all, await edge.NextBlocksAsync(Retained));
        AssertGap(await beyond.NextBlockAsync());
        Assert.Equal(all, await beyond.NextBlocksAsync(Retained));
    }

    [Fact]
    public async Task Between_history_and_live_there_is_no_gap_and_no_duplicate()
    {
        const int Rounds = 40;
        var cursor = (await PublishAsync("start"))[0];
        using var ended = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; !ended.IsCancellationRequested; i++)
                await Server.Publisher.PublishAsync(_topic, $"{i}");
        }, TestContext.Current.CancellationToken);

        for (var round = 0; round < Rounds; round++)
        {
            var (stream, _) = await EventStream.SubscribeAsync(Server.Port, Path, $"Last-Event-ID: {cursor}");
            using var _1 = stream;
            // Far enough to cross from what was retained into what is published meanwhile.
            for (var i = 0; i < 25; i++)
            {
                cursor = cursor.Plus(1);
                Assert.StartsWith($"id: {cursor}\ndata: ", await stream.NextBlockAsync(), StringComparison.Ordinal);
            }
        }

        await ended.CancelAsync();
        await publishing;
    }

    private static void AssertGap(string block)
    {
        Assert.StartsWith("event: gap\ndata: ", block, StringComparison.Ordinal);
        // One data line that is whole: what a cursor brings must not break it.
        using var json = JsonDocument.Parse(block["event: gap\ndata: ".Length..^2]);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    private static string Filled(string template, EventId id) => template.Replace("{0}", id.ToString(), StringComparison.Ordinal);

    private async Task<EventId[]> PublishAsync(params string[] data)
    {
        var ids = new EventId[data.Length];
        for (var i = 0; i < data.Length; i++)
            ids[i] = (await Server.Publisher.PublishAsync(_topic, data[i])).Id;
        return ids;
    }
}
