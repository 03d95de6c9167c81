namespace AotSse.EndToEnd.Tests;

/// <summary>Several topics on one connection: each event names its topic, one id is a cursor in all of them.</summary>
public sealed class ManyTopicsTests(RunningServer running) : IClassFixture<RunningServer>
{
    private readonly string _root = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Fact]
    public async Task Events_come_in_the_order_of_publishing_and_name_their_topics()
    {
        using var stream = await SubscribeAsync($"topic={_root}/a&topic={_root}/more/*");
        var published = new List<string>();
        foreach (var topic in new[] { "a", "b", "more/x", "more/x/y", "a", "more", "more/grüße & 50%" })
            published.Add(Expected(await PublishAsync(topic, topic), topic, topic));

        Assert.Equal([published[0], published[2], published[3], published[4], published[6]], await stream.NextBlocksAsync(5));
    }

    [Fact]
    public async Task A_cursor_resumes_all_topics_where_they_were()
    {
        var ids = new List<string>();
        for (var i = 0; i < 9; i++) ids.Add(await PublishAsync($"t{i % 3}", $"{i}"));

        // The cursor of one topic's event holds for the others too, by header and by query, and for another choice of topics.
        foreach (var (query, header) in new[] { ("", $"Last-Event-ID: {ids[3]}@{_root}/t0"), ($"&lastEventId={Uri.EscapeDataString($"{ids[3]}@{_root}/t0")}", "X-None: x") })
        {
            using var all = await SubscribeAsync($"topic={_root}/*{query}", header);
            Assert.Equal(Enumerable.Range(4, 5).Select(i => Expected(ids[i], $"t{i % 3}", $"{i}")), await all.NextBlocksAsync(5));
            using var two = await SubscribeAsync($"topic={_root}/t1&topic={_root}/t2{query}", header);
            Assert.Equal(Enumerable.Range(4, 5).Where(i => i % 3 != 0).Select(i => Expected(ids[i], $"t{i % 3}", $"{i}")), await two.NextBlocksAsync(4));
        }
    }

    [Fact]
    public async Task What_one_topic_has_lost_is_told_and_the_rest_follows()
    {
        var first = await PublishAsync("quiet", "first");
        await PublishAsync("busy", "gone");
        await PublishAsync("quiet", "second");
        for (var i = 0; i < 1_000; i++) await PublishAsync("busy", $"{i}");

        using var stream = await SubscribeAsync($"topic={_root}/*", $"Last-Event-ID: {first}@{_root}/quiet");
        Assert.Contains("event: gap\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
        Assert.EndsWith("data: 999\n\n", (await stream.NextBlocksAsync(1_000))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_names_are_taken_and_one_more_is_refused()
    {
        var names = Enumerable.Range(0, 101).Select(i => $"topic={_root}/{i}").ToList();
        using var stream = await SubscribeAsync(string.Join('&', names.Take(100)));
        var id = await PublishAsync("99", "x");
        Assert.Equal(Expected(id, "99", "x"), await stream.NextBlockAsync());

        var problem = (await AskAsync("/stream?" + string.Join('&', names))).Problem(400);
        Assert.Contains("100", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("topic=")]
    [InlineData("topic=a&topic=")]
    [InlineData("topic=a%0Ab")]
    [InlineData("topic=a*b")]
    [InlineData("topic=*a")]
    public async Task A_bad_name_or_pattern_is_refused_before_the_stream(string query)
    {
        var problem = (await AskAsync($"/stream?{query}")).Problem(400);
        Assert.Equal("topic", problem.GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_browser_s_source_resumes_over_all_topics_when_its_connection_is_cut()
    {
        using var relay = new TcpRelay(Server.Port);
        await using var client = NodeClient.Start("subscribe.mjs", "npm", $"http://127.0.0.1:{relay.Port}/stream?topic={_root}/a&topic={_root}/b");
        await client.NextAsync("open");
        var ids = new List<string> { await PublishAsync("a", "0") };
        Assert.Equal($"{ids[0]}@{_root}/a", (await client.NextAsync("message")).GetProperty("lastEventId").GetString());

        relay.Cut();
        for (var i = 1; i < 5; i++) ids.Add(await PublishAsync(i % 2 == 0 ? "a" : "b", $"{i}"));
        for (var i = 1; i < 5; i++)
        {
            var message = await client.NextAfterAsync(["open", "error"], "message");
            Assert.Equal(($"{i}", $"{ids[i]}@{_root}/{(i % 2 == 0 ? "a" : "b")}"), (message.GetProperty("data").GetString(), message.GetProperty("lastEventId").GetString()));
        }
    }

    private string Expected(string id, string topic, string data) =>
        $"id: {id}@{_root}/{Uri.EscapeDataString(topic).Replace("%2F", "/", StringComparison.Ordinal)}\ndata: {data}\n\n";

    private async Task<string> PublishAsync(string topic, string data) =>
        (await Server.Publisher.PublishAsync($"{_root}/{Uri.EscapeDataString(topic).Replace("%2F", "/", StringComparison.Ordinal)}", data)).Id.ToString();

    private async Task<EventStream> SubscribeAsync(string query, params string[] headers) => (await EventStream.SubscribeAsync(Server.Port, $"/stream?{query}", headers)).Stream;

    private async Task<Answer> AskAsync(string path)
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        await connection.SendAsync(EventStream.Request(path, "localhost"));
        return await Answer.ReadAsync(connection);
    }
}
