namespace AotSse.EndToEnd.Tests;

/// <summary>Whatever page a browser on this machine shows, it cannot publish.</summary>
public sealed class ControlGuardTests
{
    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://127.0.0.1:4000")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example:4001")]
    public async Task A_request_that_a_page_could_send_is_refused_and_changes_nothing(string header, string value)
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Publisher.Address}/stream/guarded")) { Content = new StringContent("forged") };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.ToString());

        Assert.EndsWith("-1", (await server.Publisher.PublishAsync("guarded", "real")).Id.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_listener_itself_may_publish_and_subscribe()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stream = await EventStream.OpenAsync(new Uri(server.Control!).Port, "/stream/own", "Sec-Fetch-Site: same-origin");
        await stream.NextBlockAsync();
        Assert.Equal(200, await PublishAsync(server.Control!, server.Control!));
        Assert.EndsWith("\ndata: x\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
        Assert.Equal(403, await PublishAsync(server.Control!.Replace("127.0.0.1", "localhost", StringComparison.Ordinal), server.Control!));
    }

    [Fact]
    public async Task With_a_key_a_page_of_the_listener_needs_it_like_everybody()
    {
        await using var server = await ServerProcess.StartAsync(new() { Control = "http://*:0", Environment = new Dictionary<string, string> { ["AOTSSE_KEY"] = "a-key" } });
        var control = $"http://127.0.0.1:{new Uri(server.Control!.Replace("*", "host", StringComparison.Ordinal)).Port}";
        Assert.Equal(401, await PublishAsync(control, control));
        Assert.Equal(200, await PublishAsync(control, control, "Bearer a-key"));
        Assert.Equal(403, await PublishAsync("http://evil.example", control, "Bearer a-key"));
        var api = new ControlApi(control);
        foreach (var path in new[] { "/stream", "/stream/own", "/stream?topic=*" })
            (await api.GetAsync(path)).Problem(401);
        Assert.Equal(new Answer(200, "text/plain", "hello!"), await api.GetAsync("/"));
    }

    [Fact]
    public async Task Contracts_are_for_subscribers()
    {
        await using var server = await ServerProcess.StartAsync();
        (await server.Publisher.GetAsync("/contracts/client.ts")).Problem(404);
    }

    private static async Task<int> PublishAsync(string origin, string control, string? authorization = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{control}/stream/own")) { Content = new StringContent("x") };
        request.Headers.Add("Origin", origin);
        if (authorization is not null) request.Headers.Add("Authorization", authorization);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
