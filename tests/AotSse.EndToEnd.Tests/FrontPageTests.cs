using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests;

public sealed class FrontPageTests(RunningServer running) : IClassFixture<RunningServer>
{
    private ServerProcess Server => running.Server;

    [Fact]
    public async Task The_front_page_is_hello_as_plain_text()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        await connection.SendAsync(EventStream.Request("/", $"127.0.0.1:{Server.Port}"));

        var head = await ResponseHead.ReadAsync(connection);
        var body = await connection.ReadExactlyAsync(int.Parse(head["Content-Length"]!, null));

        Assert.Equal(
            ResponseHead.Text("HTTP/1.1 200 OK", "Content-Length: 6", "Content-Type: text/plain; charset=utf-8", "Date: <now>", "Vary: Accept"),
            head.Whole);
        Assert.Equal("hello!"u8.ToArray(), body);
    }

    /// <summary>What browsers and others say they accept.</summary>
    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7", true)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true)]
    [InlineData("text/html", true)]
    [InlineData("TEXT/HTML;q=0.1", true)]
    [InlineData("text/html, */*", true)]
    [InlineData("text/plain;q=0.5, text/html;q=0.6", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain, text/html", false)]
    [InlineData("text/html;q=0.5, text/plain;q=0.6", false)]
    [InlineData("text/html;q=0.5, */*", false)]
    [InlineData("text/html;q=0", false)]
    [InlineData("application/json", false)]
    [InlineData("text/event-stream", false)]
    [InlineData("no media type", false)]
    public async Task Who_prefers_a_page_gets_it(string? accept, bool isPage)
    {
        string[] headers = accept is null ? [] : [$"Accept: {accept}"];
        foreach (var address in new[] { Server.Origin, Server.Control! })
        {
            using var connection = await RawConnection.ConnectAsync(address);
            var request = EventStream.Request("/", new Uri(address).Authority, headers);
            await connection.SendAsync(request);
            var head = await ResponseHead.ReadAsync(connection);
            var body = await connection.ReadExactlyAsync(int.Parse(head["Content-Length"]!, null));
            Assert.Equal((200, isPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8", "Accept"), (head.Status, head["Content-Type"], head["Vary"]));
            if (isPage) Assert.StartsWith("<!doctype html>", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
            else Assert.Equal("hello!"u8.ToArray(), body);

            // The same head without a body: what the connection sends next is the next answer.
            await connection.SendAsync("HEAD" + request["GET".Length..]);
            Assert.Equal(head.Whole, (await ResponseHead.ReadAsync(connection)).Whole);
            await connection.SendAsync(EventStream.Request("/healthz", new Uri(address).Authority));
            Assert.Equal(200, (await Answer.ReadAsync(connection)).Status);
        }
    }

    [Fact]
    public async Task The_page_lets_run_nothing_but_itself_and_is_sent_once()
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        using var response = await client.GetAsync(new Uri(Server.Origin), TestContext.Current.CancellationToken);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = string.Join("; ", response.Headers.GetValues("Content-Security-Policy")).Split("; ").ToDictionary(rule => rule.Split(' ')[0], rule => rule.Split(' ')[1..]);
        Assert.Equal(["'none'"], policy["default-src"]);
        Assert.Equal(["'self'"], policy["connect-src"]);
        Assert.All(["base-uri", "form-action", "frame-ancestors"], rule => Assert.Equal(["'none'"], policy[rule]));
        Assert.Equal(Hashes(page, "script"), policy["script-src"].ToHashSet());
        Assert.Equal(Hashes(page, "style"), policy["style-src"].ToHashSet());
        Assert.Equal(("nosniff", "no-referrer"), (response.Headers.GetValues("X-Content-Type-Options").Single(), response.Headers.GetValues("Referrer-Policy").Single()));
        Assert.DoesNotMatch("<script [^>]*src|<link [^>]*href=\"(?!data:)|<img|<iframe| on[a-z]+=| style=|[{](listener|key|token|heartbeat|public)[}]", page);
        Assert.True(response.Headers.CacheControl?.NoCache);

        using var again = new HttpRequestMessage(HttpMethod.Get, Server.Origin);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await client.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal((304, "Accept"), ((int)unchanged.StatusCode, unchanged.Headers.Vary.ToString()));
        Assert.Equal("", await unchanged.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_connection_stays_open_for_the_next_request()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        for (var i = 0; i < 3; i++)
        {
            await connection.SendAsync(EventStream.Request("/", $"127.0.0.1:{Server.Port}"));
            Assert.Equal(new Answer(200, "text/plain", "hello!"), await Answer.ReadAsync(connection));
        }
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task A_server_that_listens_is_healthy_and_ready(string path)
    {
        Assert.Equal(200, (await new ControlApi(Server.Origin).GetAsync(path)).Status);
        Assert.Equal(200, (await Server.Publisher.GetAsync(path)).Status);
    }

    [Fact]
    public async Task An_unknown_path_is_a_problem_404_on_both_listeners()
    {
        (await new ControlApi(Server.Origin).GetAsync("/nowhere")).Problem(404);
        (await Server.Publisher.GetAsync("/nowhere")).Problem(404);
    }

    [Fact]
    public async Task A_method_that_nothing_serves_is_a_problem_405()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        await connection.SendAsync($"DELETE /stream/a-topic HTTP/1.1\r\nHost: 127.0.0.1:{Server.Port}\r\n\r\n");
        (await Answer.ReadAsync(connection)).Problem(405);
    }

    [Fact]
    public async Task Nobody_publishes_on_the_public_listener()
    {
        var topic = RunningServer.NewTopic();
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{topic}");
        using var _ = stream;

        var answer = await new ControlApi(Server.Origin).PostAsync($"/stream/{topic}", "forged"u8.ToArray());

        Assert.True(answer.Status is 404 or 405, answer.ToString());
        answer.Problem(answer.Status);
        await Server.Publisher.PublishAsync(topic, "real");
        Assert.Equal($"id: {first.Id!.Value.Plus(1)}\ndata: real\n\n", await stream.NextBlockAsync());
    }

    /// <summary>CSP Level 3: the hash of what stands between the tags.</summary>
    private static HashSet<string> Hashes(string page, string element) =>
        [.. Regex.Matches(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Select(found => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(found.Groups[1].Value)))}'")];
}
