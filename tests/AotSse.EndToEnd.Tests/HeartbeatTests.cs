using System.Diagnostics;

namespace AotSse.EndToEnd.Tests;

/// <summary>A quiet stream is kept alive by a comment, which no client takes for an event.</summary>
public sealed class HeartbeatTests
{
    private const string Heartbeat = ":\n\n";

    [Fact]
    public async Task A_quiet_stream_carries_a_comment_after_each_silence()
    {
        await using var server = await ServerProcess.StartAsync(new() { HeartbeatSeconds = 1 });
        var (stream, first) = await EventStream.SubscribeAsync(server.Port, "/stream/quiet");
        using var _ = stream;

        var watch = Stopwatch.StartNew();
        Assert.Equal([Heartbeat, Heartbeat, Heartbeat], await stream.NextBlocksAsync(3));
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.5, 12);

        var published = await server.Publisher.PublishAsync("quiet", "x");
        Assert.Equal(new Published(first.Id!.Value.Plus(1), 1), published);
        // A heartbeat may have left between the last one read and the event.
        var next = await stream.NextBlockAsync();
        Assert.Equal($"id: {published.Id}\ndata: x\n\n", next == Heartbeat ? await stream.NextBlockAsync() : next);
    }

    [Fact]
    public async Task A_stream_that_speaks_more_often_carries_no_comment()
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string> { ["AOTSSE_HEARTBEAT"] = "3" },
        });
        var (quiet, _) = await EventStream.SubscribeAsync(server.Port, "/stream/quiet");
        var (clock, _) = await EventStream.SubscribeAsync(server.Port, "/stream");
        using var streams = new Disposables(quiet, clock);

        // Six seconds of the clock: the silence of the other stream is long enough for a heartbeat, this one is never silent.
        var blocks = await clock.NextBlocksAsync(6);

        Assert.All(blocks, block => Assert.StartsWith("data: ", block, StringComparison.Ordinal));
        Assert.Equal(Heartbeat, await quiet.NextBlockAsync());
    }
}
