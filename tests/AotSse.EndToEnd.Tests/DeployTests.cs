using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>What an orchestrator uses: the health check, readiness that says why, a drain over a window, streams of limited age.</summary>
public sealed class DeployTests
{
    [Fact]
    public async Task The_health_check_tells_a_ready_server_from_a_draining_one_and_from_none()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--drain", "60"] });
        var check = new ServerSettings { Port = server.Port, Control = null, MoreArguments = ["healthcheck"] };
        Assert.Equal(new Command(0, "", ""), await Command.RunServerAsync(check));
        Assert.Equal(new Command(0, "", ""), await Command.RunServerAsync(new() { Port = 0, Control = server.Control, MoreArguments = ["healthcheck"] }));

        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        server.Terminate();
        var draining = await Deadline.UntilAsync(() => Command.RunServerAsync(check), static run => run.ExitCode != 0, Deadline.Usual, "the health check fails");
        Assert.Equal(new Command(1, "", $"aotsse: not ready: http://127.0.0.1:{server.Port} answers 503: draining: the server is stopping, 1 streams are still open\n"), draining);

        await server.KillAsync();
        var none = await Command.RunServerAsync(check);
        Assert.Equal((1, ""), (none.ExitCode, none.Output));
        Assert.Matches(@"\Aaotsse: not ready: http://127\.0\.0\.1:\d+: [^\n]+\n\z", none.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hi\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task A_health_check_of_something_else_says_so(string answer)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var check = Command.RunServerAsync(new() { Port = ((IPEndPoint)other.LocalEndpoint).Port, Control = null, MoreArguments = ["healthcheck"] });
        using (var connection = await other.AcceptSocketAsync(TestContext.Current.CancellationToken))
        {
            await connection.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
            await connection.SendAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }

        var run = await check;
        Assert.Equal(1, run.ExitCode);
        Assert.EndsWith(" does not speak HTTP\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_that_cannot_know_the_server_says_what_is_missing()
    {
        var run = await Command.RunServerAsync(new() { MoreArguments = ["healthcheck"] });
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--port", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_spreads_the_end_of_the_streams_and_meanwhile_new_ones_are_sent_away()
    {
        const int Window = 4;
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--drain", $"{Window}"] });
        var streams = new List<EventStream>();
        for (var i = 0; i < 40; i++)
            streams.Add((await EventStream.SubscribeAsync(server.Port, i % 2 == 0 ? $"/stream/t{i}" : "/stream")).Stream);
        using var all = new Disposables(streams);
        var watch = Stopwatch.StartNew();
        var reading = streams.Select(async stream => (Blocks: await stream.ReadToEndAsync(), At: watch.Elapsed)).ToList();
        server.Terminate();

        await Deadline.UntilAsync(() => StatusAsync(server, "/readyz"), static status => status == 503, Deadline.Usual, "/readyz answers 503");
        using (var late = await EventStream.OpenAsync(server.Port, "/stream/late"))
            Assert.Null(FirstBlock.Parse(Assert.Single(await late.ReadToEndAsync())).Id);

        var ended = await Task.WhenAll(reading);
        Assert.All(ended, end => Assert.Null(FirstBlock.Parse(end.Blocks[^1]).Id));
        var seconds = ended.Select(end => end.At.TotalSeconds).Order().ToList();
        Assert.InRange(seconds[^1], 2, Window + 8);
        Assert.True(seconds[^1] - seconds[0] > 1.5, $"All ended between {seconds[0]} and {seconds[^1]} s.");
        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
    }

    [Theory]
    [InlineData("/stream")]
    [InlineData("/stream/a")]
    public async Task A_stream_grows_no_older_than_the_greatest_age(string path)
    {
        await using var server = await ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["AOTSSE_MAX_AGE"] = "4" } });
        var watch = Stopwatch.StartNew();
        using var stream = await EventStream.OpenAsync(server.Port, path);
        var blocks = await stream.ReadToLastChunkAsync();
        Assert.Null(FirstBlock.Parse(blocks[^1]).Id);
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.9, 12);
    }

    private static async Task<int> StatusAsync(ServerProcess server, string path)
    {
        using var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync(EventStream.Request(path, $"127.0.0.1:{server.Port}"));
        return (await Answer.ReadAsync(connection)).Status;
    }
}
