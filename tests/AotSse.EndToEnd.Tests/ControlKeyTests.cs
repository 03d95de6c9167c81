namespace AotSse.EndToEnd.Tests;

/// <summary>The key of publishers.</summary>
public sealed class ControlKeyTests
{
    [Fact]
    public async Task Only_who_has_one_of_the_keys_may_publish()
    {
        await using var server = await StartAsync("old-key, new-key");
        foreach (var (authorization, status) in new[]
        {
            (null, 401), ("Bearer wrong", 401), ("Bearer old-key,", 401), ("Bearer old-key, new-key", 401), ("Basic old-key", 401), ("Bearer", 401), ("Bearer ", 401),
            ("Bearer old-key", 200), ("bearer new-key", 200),
        })
        {
            using var response = await PostAsync(server, authorization);
            var answer = await Answer.FromAsync(response);
            Assert.True(answer.Status == status, $"{authorization}: {answer}");
            if (status != 401)
                continue;
            answer.Problem(401);
            Assert.StartsWith("Bearer realm=\"aotsse\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_the_key_nobody_learns_what_there_is()
    {
        await using var server = await StartAsync("a-key");
        foreach (var path in new[] { "/tickets", "/streams", "/metrics", "/nothing" })
            (await server.Publisher.GetAsync(path)).Problem(401);
        Assert.Equal(200, (await server.Publisher.GetAsync("/healthz")).Status);
        Assert.Equal(200, (await server.Publisher.GetAsync("/readyz")).Status);
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    public async Task An_address_that_others_reach_needs_a_key(string control)
    {
        var refused = await Command.RunServerAsync(new() { Control = control });
        Assert.True(refused.ExitCode == 2, refused.ToString());
        Assert.Matches(@"\A[^\n]+AOTSSE_KEY[^\n]+\n\z", refused.Error);

        await using var server = await StartAsync("a-key", control);
        using var response = await PostAsync(server, "Bearer a-key");
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("one,,two")]
    [InlineData("with space")]
    [InlineData("schlüssel")]
    public async Task A_key_that_is_none_is_refused_and_not_shown(string key)
    {
        var run = await Command.RunServerAsync(new() { Environment = new Dictionary<string, string> { ["AOTSSE_KEY"] = key } });
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("AOTSSE_KEY", run.Error, StringComparison.Ordinal);
        if (key.Length > 0)
            Assert.DoesNotContain(key, run.Error, StringComparison.Ordinal);
    }

    private static Task<ServerProcess> StartAsync(string key, string? control = null) => ServerProcess.StartAsync(new()
    {
        Control = control ?? "http://127.0.0.1:0",
        Environment = new Dictionary<string, string> { ["AOTSSE_KEY"] = key },
    });

    private static async Task<HttpResponseMessage> PostAsync(ServerProcess server, string? authorization)
    {
        using var client = new HttpClient { Timeout = Deadline.Usual };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Control}/stream/a")) { Content = new StringContent("x") };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
