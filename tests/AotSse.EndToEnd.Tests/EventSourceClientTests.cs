using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>Two independent EventSource implementations in Node.js: npm's `eventsource`, and Node's own.</summary>
public sealed class EventSourceClientTests
{
    private const string Topic = "news";

    [Theory]
    [InlineData("npm")]
    [InlineData("node")]
    public async Task The_clock_is_received_in_order(string implementation)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = NodeClient.Start("subscribe.mjs", implementation, $"{server.Origin}/stream");

        await client.NextAsync("open");
        for (var i = 0; i < 5; i++)
            Assert.Equal($"hello from server sent events ---- [{i}]", Data(await client.NextAsync("message")));
    }

    [Theory]
    [InlineData("npm")]
    [InlineData("node")]
    public async Task A_client_whose_connection_is_cut_misses_nothing_and_repeats_nothing(string implementation)
    {
        await using var server = await ServerProcess.StartAsync();
        using var relay = new TcpRelay(server.Port);
        await using var client = NodeClient.Start("subscribe.mjs", implementation, $"http://127.0.0.1:{relay.Port}/stream/{Topic}", "gap");
        await client.NextAsync("open");
        for (var i = 0; i < 5; i++)
            await PublishAndReceiveAsync(server, client, $"{i}");

        relay.Cut();
        // The client waits for as long as `retry:` said before it comes back, so these are published while it is away.
        var missed = new List<Published>();
        for (var i = 5; i < 10; i++)
            missed.Add(await server.Publisher.PublishAsync(Topic, $"{i}"));

        await client.NextAfterAsync(["error"], "open");
        for (var i = 5; i < 10; i++)
            AssertMessage(await client.NextAsync("message"), $"{i}", missed[i - 5].Id);
        await PublishAndReceiveAsync(server, client, "live again");
    }

    [Theory]
    [InlineData("npm")]
    [InlineData("node")]
    public async Task A_client_of_a_server_started_again_is_told_of_the_gap(string implementation)
    {
        await using var server = await ServerProcess.StartAsync();
        await using var client = NodeClient.Start("subscribe.mjs", implementation, $"{server.Origin}/stream/{Topic}", "gap");
        await client.NextAsync("open");
        for (var i = 0; i < 5; i++)
            await PublishAndReceiveAsync(server, client, $"{i}");
        var epoch = (await server.Publisher.PublishAsync("another", "x")).Id.Epoch;

        await server.KillAsync();
        await using var again = await ServerProcess.StartAsync(new() { Port = server.Port });
        var first = await again.Publisher.PublishAsync(Topic, "first of the new server");

        await client.NextAfterAsync(["error"], "open");
        var gap = await client.NextAsync("message");
        Assert.Equal("gap", gap.GetProperty("type").GetString());
        AssertMessage(await client.NextAsync("message"), "first of the new server", first.Id);
        await PublishAndReceiveAsync(again, client, "live again");
        Assert.NotEqual(epoch, first.Id.Epoch);
    }

    private static async Task PublishAndReceiveAsync(ServerProcess server, NodeClient client, string data)
    {
        var published = await server.Publisher.PublishAsync(Topic, data);
        Assert.Equal(1, published.Subscribers);
        AssertMessage(await client.NextAsync("message"), data, published.Id);
    }

    private static void AssertMessage(JsonElement message, string data, EventId id) => Assert.Equal(
        ("message", data, id.ToString()),
        (message.GetProperty("type").GetString(), Data(message), message.GetProperty("lastEventId").GetString()));

    private static string? Data(JsonElement message) => message.GetProperty("data").GetString();
}
