using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>POST on the control listener, read back on the public one, byte for byte.</summary>
public sealed class PublishTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int MaxBody = 1_048_576;

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Fact]
    public async Task The_head_of_a_topic_is_that_of_a_stream()
    {
        using var stream = await EventStream.OpenAsync(Server.Port, $"/stream/{_topic}");
        using var clock = await EventStream.OpenAsync(Server.Port, "/stream");

        Assert.Equal(clock.Head.Whole, stream.Head.Whole);
    }

    [Fact]
    public async Task Events_arrive_as_they_were_published_and_in_order()
    {
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var _ = stream;
        var start = first.Id!.Value;

        var one = await Server.Publisher.PublishAsync(_topic, "plain");
        var two = await Server.Publisher.PublishAsync(_topic, "{\"price\":1}", "priceChanged");
        var three = await Server.Publisher.PublishAsync(_topic, "two\nlines", "note");
        await stream.NextBlocksAsync(3);

        Assert.Equal([new(start.Plus(1), 1), new(start.Plus(2), 1), new(start.Plus(3), 1)], new[] { one, two, three });
        Assert.Equal(
            $"retry: {first.Retry}\nid: {start}\n\n" +
            $"id: {one.Id}\ndata: plain\n\n" +
            $"id: {two.Id}\nevent: priceChanged\ndata: {{\"price\":1}}\n\n" +
            $"id: {three.Id}\nevent: note\ndata: two\ndata: lines\n\n",
            Encoding.UTF8.GetString(stream.Received));
    }

    [Fact]
    public async Task Every_client_of_the_topic_gets_the_same_bytes_and_no_other_client_any()
    {
        var (one, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        var (two, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        var (other, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}/below");
        using var streams = new Disposables(one, two, other);

        Assert.Equal(2, (await Server.Publisher.PublishAsync(_topic, "for two")).Subscribers);
        Assert.Equal(1, (await Server.Publisher.PublishAsync($"{_topic}/below", "for one")).Subscribers);

        Assert.EndsWith("data: for two\n\n", await one.NextBlockAsync(), StringComparison.Ordinal);
        Assert.EndsWith("data: for two\n\n", await two.NextBlockAsync(), StringComparison.Ordinal);
        Assert.EndsWith("data: for one\n\n", await other.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%61%2Db-{0}", "a-b-{0}")]
    [InlineData("caf%c3%a9-{0}", "caf%C3%A9-{0}")]
    [InlineData("a%20b/c-{0}", "a%20b/c-{0}")]
    public async Task A_topic_is_the_same_however_its_bytes_are_escaped(string published, string subscribed)
    {
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, "/stream/" + subscribed.Replace("{0}", _topic, StringComparison.Ordinal));
        using var _1 = stream;

        Assert.Equal(1, (await Server.Publisher.PublishAsync(published.Replace("{0}", _topic, StringComparison.Ordinal), "x")).Subscribers);
    }

    [Theory]
    [InlineData("no line ends at all.....")]
    [InlineData("15 and a break.\n")]
    [InlineData("\n")]
    public async Task A_body_of_exactly_one_mebibyte_arrives_whole_however_many_lines_it_has(string unit)
    {
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var _1 = stream;
        var data = string.Concat(Enumerable.Repeat(unit, (MaxBody / unit.Length) + 1))[..MaxBody];

        var published = await Server.Publisher.PublishAsync(_topic, data);

        Assert.Equal($"id: {published.Id}\n{DataLines.Of(data)}\n", await stream.NextBlockAsync());
    }

    [Fact]
    public async Task Publishers_at_the_same_time_are_put_into_one_order_that_every_client_sees()
    {
        const int Publishers = 4;
        const int Each = 250;
        var (one, first) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        var (two, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var streams = new Disposables(one, two);

        var publishing = Enumerable.Range(0, Publishers).Select(async publisher =>
        {
            var ids = new List<EventId>();
            for (var i = 0; i < Each; i++)
                ids.Add((await Server.Publisher.PublishAsync(_topic, $"{publisher} {i}")).Id);
            return ids;
        });
        var given = await Task.WhenAll(publishing);
        var seen = await one.NextBlocksAsync(Publishers * Each);

        Assert.Equal(seen, await two.NextBlocksAsync(Publishers * Each));
        var published = given.SelectMany((ids, publisher) => ids.Select((id, i) => (id.Number, Block: $"id: {id}\ndata: {publisher} {i}\n\n")));
        Assert.Equal(published.OrderBy(one => one.Number).Select(one => one.Block), seen);
        Assert.All(given, ids => Assert.Equal(ids.OrderBy(id => id.Number), ids));
        Assert.Equal(first.Id!.Value.Plus(Publishers * Each), given.Select(ids => ids[^1]).MaxBy(id => id.Number));
    }

    [Fact]
    public async Task A_publisher_on_a_kept_connection_is_answered_each_time()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        var id = (await Server.Publisher.PublishAsync(_topic, "before")).Id;
        for (var i = 1; i <= 50; i++)
        {
            await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nx");
            Assert.Equal(new Answer(200, "application/json", $"{{\"id\":\"{id.Plus(i)}\",\"subscribers\":0}}"), await Answer.ReadAsync(connection));
        }
    }
}
