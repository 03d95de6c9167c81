namespace AotSse.EndToEnd.Tests;

/// <summary>Behind Caddy as <c>deploy/Caddyfile</c> sets it up.</summary>
public sealed class CaddyTests
{
    private const string Topic = "orders/42";

    [Fact]
    public async Task Events_arrive_at_once_and_without_an_instance_browsers_are_told_to_come_back()
    {
        await using var server = await ServerProcess.StartAsync(new() { Port = FreePort.Next(), MoreArguments = ["--retry", "200"] });
        await using var caddy = await Caddy.StartAsync(server.Port);
        await using var client = NodeClient.Start("subscribe.mjs", "npm", $"http://127.0.0.1:{caddy.Port}/stream/{Topic}", "gap");
        await client.NextAsync("open");
        for (var i = 0; i < 3; i++)
        {
            var published = await server.Publisher.PublishAsync(Topic, $"{i}");
            Assert.Equal(published.Id.ToString(), (await client.NextAsync("message")).GetProperty("lastEventId").GetString());
        }

        await server.KillAsync();
        // Requests wait for 5 s; then Caddy answers by itself.
        var answer = await Curl.RunAsync("-i", $"http://127.0.0.1:{caddy.Port}/stream/{Topic}");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: text/event-stream\r\n", answer.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nretry: 3000\n\n", answer.Output, StringComparison.Ordinal);

        await using var again = await ServerProcess.StartAsync(new() { Port = server.Port });
        await again.Publisher.PublishAsync(Topic, "back");
        Assert.Equal("gap", (await client.NextAfterAsync(["open", "error"], "message")).GetProperty("type").GetString());
        Assert.Equal("back", (await client.NextAsync("message")).GetProperty("data").GetString());
    }
}
