using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests;

/// <summary>Behind nginx as <c>deploy/nginx.conf</c> sets it up.</summary>
public sealed partial class NginxTests : IAsyncLifetime
{
    private const string Topic = "orders/42";

    private readonly TestCertificate _certificate = new();
    private ServerProcess? _server;

    private ServerProcess Server => _server!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(new() { Port = FreePort.Next(), HeartbeatSeconds = 2, MoreArguments = ["--retry", "200"] });

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _certificate.Dispose();
    }

    [Fact]
    public async Task Each_event_arrives_before_the_next_is_published_and_quiet_streams_outlive_the_read_timeout()
    {
        await using var nginx = await StartAsync("5s");
        var (stream, _) = await EventStream.SubscribeAsync(nginx.Port, $"/stream/{Topic}");
        using var _1 = stream;
        Assert.Equal("no-cache, no-transform", stream.Head["Cache-Control"]);
        await PublishAndReceiveAsync(stream, "first");

        // A comment comes every 1 to 2 s: more of them than fit into the limit.
        var quiet = System.Diagnostics.Stopwatch.StartNew();
        while (quiet.Elapsed < TimeSpan.FromSeconds(6)) Assert.StartsWith(":", await stream.NextBlockAsync(), StringComparison.Ordinal);
        await PublishAndReceiveAsync(stream, "last");
    }

    [Theory]
    [InlineData("npm")]
    [InlineData("node")]
    public async Task A_client_that_comes_back_resumes_exactly(string implementation)
    {
        await using var nginx = await StartAsync();
        using var relay = new TcpRelay(nginx.Port);
        await using var client = NodeClient.Start("subscribe.mjs", implementation, $"http://127.0.0.1:{relay.Port}/stream/{Topic}", "gap");
        await client.NextAsync("open");
        var published = new List<(string?, string?)>();
        var received = new List<(string?, string?)>();
        for (var i = 0; i < 10; i++)
        {
            if (i == 5) relay.Cut();
            published.Add(($"{i}", (await Server.Publisher.PublishAsync(Topic, $"{i}")).Id.ToString()));
            if (i == 4) await ReceiveAsync(5);
        }

        await client.NextAfterAsync(["error"], "open");
        await ReceiveAsync(5);
        Assert.Equal(published, received);

        async Task ReceiveAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var message = await client.NextAsync("message");
                received.Add((message.GetProperty("data").GetString(), message.GetProperty("lastEventId").GetString()));
            }
        }
    }

    [Fact]
    public async Task Browsers_that_speak_http2_get_it()
    {
        await using var nginx = await StartAsync();
        var lines = await Curl.ReadUntilAsync(
            static line => line == "data: over HTTP/2", () => Server.Publisher.PublishAsync(Topic, "over HTTP/2"),
            "-i", "--http2", "--cacert", _certificate.AuthorityFile, $"https://localhost:{nginx.TlsPort}/stream/{Topic}");
        Assert.StartsWith("HTTP/2 200", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Short_requests_share_a_connection_to_the_instance()
    {
        using var cable = new TcpRelay(Server.Port);
        await using var nginx = await Nginx.StartAsync(_certificate, cable.Port, cable.Port);
        for (var i = 0; i < 10; i++) Assert.Equal("hello!", (await Curl.RunAsync($"http://127.0.0.1:{nginx.Port}/")).Output);
        Assert.Equal(1, cable.Accepted);
    }

    [Fact]
    public async Task Without_an_instance_browsers_are_told_to_come_back_and_do()
    {
        await using var nginx = await StartAsync();
        await using var client = NodeClient.Start("subscribe.mjs", "npm", $"http://127.0.0.1:{nginx.Port}/stream/{Topic}");
        await client.NextAsync("open");
        await Server.KillAsync();
        await client.NextAsync("error");

        var answer = await Curl.RunAsync("-i", $"http://127.0.0.1:{nginx.Port}/stream/{Topic}");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", answer.Output, StringComparison.Ordinal);
        Assert.Matches(ComeBack(), answer.Output);
        Assert.StartsWith("HTTP/1.1 502", (await Curl.RunAsync("-i", $"http://127.0.0.1:{nginx.Port}/")).Output, StringComparison.Ordinal);

        // The client has been answered by nginx alone at least once before the instance is there again.
        await client.NextAsync("open");
        await client.NextAsync("error");
        await using var again = await ServerProcess.StartAsync(new() { Port = Server.Port });
        await Deadline.UntilAsync(
            () => again.Publisher.PublishAsync(Topic, "back"), static published => published.Subscribers == 1, NodeClient.Patience, "the client is back");
        Assert.Equal("back", (await client.NextAfterAsync(["open", "error"], "message")).GetProperty("data").GetString());
    }

    private Task<Nginx> StartAsync(string readTimeout = "60s") => Nginx.StartAsync(_certificate, Server.Port, Server.Port, readTimeout);

    private async Task PublishAndReceiveAsync(EventStream stream, string data)
    {
        var published = await Server.Publisher.PublishAsync(Topic, data);
        Assert.Equal($"id: {published.Id}\ndata: {data}\n\n", await stream.NextBlockAsync());
    }

    [GeneratedRegex(@"\r\n\r\nretry: [2-5]000\n\n\z")]
    private static partial Regex ComeBack();
}
