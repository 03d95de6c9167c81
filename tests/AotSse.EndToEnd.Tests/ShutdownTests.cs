using System.Diagnostics;

namespace AotSse.EndToEnd.Tests;

/// <summary>SIGTERM: every stream is told when to come back, and the process is gone within a second.</summary>
public sealed class ShutdownTests
{
    /// <summary>After five seconds the drain is given up.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_hundred_open_streams_end_in_good_order_within_a_second()
    {
        await using var server = await ServerProcess.StartAsync();
        var streams = new List<EventStream>();
        for (var i = 0; i < 50; i++)
        {
            streams.Add((await EventStream.SubscribeAsync(server.Port, "/stream")).Stream);
            streams.Add((await EventStream.SubscribeAsync(server.Port, $"/stream/topic-{i % 5}")).Stream);
        }

        using var all = new Disposables(streams);
        var reading = Task.WhenAll(streams.Select(stream => stream.ReadToEndAsync()));

        var watch = Stopwatch.StartNew();
        server.Terminate();
        var exitCode = await server.WaitForExitAsync(Deadline.Usual);
        var elapsed = watch.Elapsed;

        var lastBlocks = (await reading).Select(blocks => FirstBlock.Parse(blocks[^1])).ToList();
        Assert.Equal(0, exitCode);
        Assert.True(elapsed < Limit, $"The process took {elapsed.TotalMilliseconds:F0} ms to end.");
        Assert.All(lastBlocks, block => Assert.Null(block.Id));
        Assert.InRange(lastBlocks.DistinctBy(block => block.Retry).Count(), 50, 100);
    }

    [Fact]
    public async Task Events_published_before_the_signal_are_delivered_before_the_last_block()
    {
        await using var server = await ServerProcess.StartAsync();
        var (stream, _) = await EventStream.SubscribeAsync(server.Port, "/stream/last-words");
        using var _1 = stream;
        var ids = new List<EventId>();
        for (var i = 0; i < 20; i++)
            ids.Add((await server.Publisher.PublishAsync("last-words", $"{i}")).Id);

        server.Terminate();
        var blocks = await stream.ReadToEndAsync();

        Assert.Equal(ids.Select((id, i) => $"id: {id}\ndata: {i}\n\n"), blocks.SkipLast(1));
        Assert.Null(FirstBlock.Parse(blocks[^1]).Id);
    }

    [Fact]
    public async Task Without_streams_the_process_ends_at_once_on_both_signals()
    {
        foreach (var send in new Action<ServerProcess>[] { server => server.Terminate(), server => server.Interrupt() })
        {
            await using var server = await ServerProcess.StartAsync();
            var watch = Stopwatch.StartNew();
            send(server);
            Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
            Assert.True(watch.Elapsed < Limit, $"The process took {watch.ElapsedMilliseconds} ms to end.");
        }
    }

    [Fact]
    public async Task A_draining_server_is_not_ready_and_sends_new_clients_away_to_come_back()
    {
        await using var server = await ServerProcess.StartAsync();
        // A client that reads nothing cannot be told goodbye, which holds the server in its drain until its own limit.
        using var stalled = await StallAsync(server);

        server.Terminate();
        await Deadline.UntilAsync(async () => await StatusOfAsync(server, "/readyz"), status => status == 503, Limit, "/readyz answers 503");
        foreach (var path in new[] { "/stream", "/stream/late" })
        {
            using var late = await EventStream.OpenAsync(server.Port, path);
            var blocks = await late.ReadToEndAsync();
            Assert.Null(FirstBlock.Parse(Assert.Single(blocks)).Id);
        }

        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
    }

    private static async Task<int> StatusOfAsync(ServerProcess server, string path)
    {
        using var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync(EventStream.Request(path, $"127.0.0.1:{server.Port}"));
        return (await Answer.ReadAsync(connection)).Status;
    }

    private static async Task<RawConnection> StallAsync(ServerProcess server)
    {
        var connection = await RawConnection.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port), smallReceiveBuffer: true);
        await connection.SendAsync(EventStream.Request("/stream/stalled", $"127.0.0.1:{server.Port}"));
        await ResponseHead.ReadAsync(connection);
        // More than the kernel keeps for a connection whose peer does not read: at most 4 MiB by default.
        var data = new string('x', 1024 * 1024);
        for (var i = 0; i < 12; i++)
            Assert.Equal(1, (await server.Publisher.PublishAsync("stalled", data)).Subscribers);
        return connection;
    }
}
