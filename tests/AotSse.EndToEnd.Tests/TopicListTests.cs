using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary><c>GET /streams</c> on the control listener: what topics there are.</summary>
public sealed class TopicListTests
{
    [Fact]
    public async Task It_tells_of_each_topic_what_it_holds_and_who_listens()
    {
        await using var server = await ServerProcess.StartAsync();
        Assert.Equal("""{"topics":0,"openStreams":0,"items":[]}""", (await server.Publisher.GetAsync("/streams")).Body);

        using var clock = (await EventStream.SubscribeAsync(server.Port, "/stream")).Stream;
        using var one = (await EventStream.SubscribeAsync(server.Port, "/stream/b/1")).Stream;
        using var both = (await EventStream.SubscribeAsync(server.Port, "/stream?topic=b/*")).Stream;
        await server.Publisher.PublishAsync("b/1", "x");
        var id = (await server.Publisher.PublishAsync("a", "x")).Id;
        await server.Publisher.PublishAsync("a", "xyz");
        var bytes = 2 * $"0000\r\nid: {id}\ndata: x\n\n\r\n".Length + 2;

        var all = await ReadAsync(server, "");
        Assert.Equal((2, 3), (all.GetProperty("topics").GetInt32(), all.GetProperty("openStreams").GetInt32()));
        Assert.Equal(["a", "b/1"], all.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("topic").GetString()));
        var a = all.GetProperty("items")[0];
        Assert.Equal((0, 2, bytes, 0, 2), (Number(a, "subscribers"), Number(a, "retainedEvents"), Number(a, "retainedBytes"), Number(a, "lagBytes"), Number(a, "publishedEvents")));
        Assert.Equal(2, Number(all.GetProperty("items")[1], "subscribers"));

        Assert.Equal(["b/1"], Names(await ReadAsync(server, "?topic=b/*")));
        var limited = await ReadAsync(server, "?limit=1");
        Assert.Equal(2, Number(limited, "topics"));
        Assert.Equal(["a"], Names(limited));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=100001")]
    [InlineData("?limit=x")]
    [InlineData("?topic=")]
    [InlineData("?topic=a*b")]
    public async Task A_bad_question_is_answered_so(string query)
    {
        await using var server = await ServerProcess.StartAsync();
        (await server.Publisher.GetAsync("/streams" + query)).Problem(400);
    }

    [Fact]
    public async Task Subscribers_are_not_told()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var path in new[] { "/streams", "/metrics" })
            (await new ControlApi(server.Origin).GetAsync(path)).Problem(404);
    }

    private static async Task<JsonElement> ReadAsync(ServerProcess server, string query)
    {
        var answer = await server.Publisher.GetAsync("/streams" + query);
        Assert.Equal((200, "application/json"), (answer.Status, answer.MediaType));
        return JsonElement.Parse(answer.Body);
    }

    private static IEnumerable<string?> Names(JsonElement all) => all.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("topic").GetString());

    private static int Number(JsonElement item, string name) => item.GetProperty(name).GetInt32();
}
