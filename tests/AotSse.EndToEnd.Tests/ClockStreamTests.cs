using System.Diagnostics;

namespace AotSse.EndToEnd.Tests;

/// <summary>GET /stream: the seed's stream, one line a second for each client.</summary>
public sealed class ClockStreamTests(RunningServer running) : IClassFixture<RunningServer>
{
    private ServerProcess Server => running.Server;

    [Fact]
    public async Task The_head_says_all_a_browser_and_a_proxy_must_know()
    {
        using var stream = await EventStream.OpenAsync(Server.Port, "/stream");

        Assert.Equal(
            ResponseHead.Text(
                "HTTP/1.1 200 OK",
                "Content-Type: text/event-stream",
                "Cache-Control: no-cache, no-transform",
                "X-Accel-Buffering: no",
                $"Access-Control-Allow-Origin: {Server.Origin}",
                "Access-Control-Allow-Methods: GET",
                "Access-Control-Allow-Headers: Content-Type",
                // The answer depends on the Origin, and a cache must know.
                "Vary: Origin",
                "Date: <now>",
                "Transfer-Encoding: chunked"),
            stream.Head.Whole);
    }

    [Fact]
    public async Task The_body_is_a_retry_block_and_then_the_counter()
    {
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, "/stream");
        using var _ = stream;
        await stream.NextBlocksAsync(3);

        Assert.Equal(
            $"retry: {first.Retry}\n\n" +
            "data: hello from server sent events ---- [0]\n\n" +
            "data: hello from server sent events ---- [1]\n\n" +
            "data: hello from server sent events ---- [2]\n\n",
            System.Text.Encoding.UTF8.GetString(stream.Received));
    }

    [Fact]
    public async Task An_event_comes_each_second()
    {
        using var stream = await EventStream.OpenAsync(Server.Port, "/stream");
        await stream.NextBlocksAsync(2);

        var watch = Stopwatch.StartNew();
        await stream.NextBlocksAsync(4);

        // The server's clock ticks in whole milliseconds, so four seconds may be a few of them short; the rest is slack for a busy machine.
        Assert.InRange(watch.Elapsed.TotalSeconds, 3.95, 8);
    }

    [Fact]
    public async Task Each_client_has_a_counter_of_its_own()
    {
        using var early = await EventStream.OpenAsync(Server.Port, "/stream");
        await early.NextBlocksAsync(3);
        using var late = await EventStream.OpenAsync(Server.Port, "/stream");

        Assert.Equal("data: hello from server sent events ---- [0]\n\n", (await late.NextBlocksAsync(2))[1]);
        Assert.Equal("data: hello from server sent events ---- [2]\n\n", await early.NextBlockAsync());
        Assert.Equal("data: hello from server sent events ---- [1]\n\n", await late.NextBlockAsync());
    }

    [Fact]
    public async Task Clients_are_told_different_times_to_come_back()
    {
        var times = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            var (stream, first) = await EventStream.SubscribeAsync(Server.Port, "/stream");
            stream.Dispose();
            Assert.InRange(first.Retry, 500, 30_000);
            times.Add(first.Retry);
        }

        // Twenty draws from at least a thousand milliseconds: ten equal ones do not happen.
        Assert.InRange(times.Count, 10, 20);
    }
}
