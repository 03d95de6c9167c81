using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>A publish that is refused says why and leaves the stream as it was.</summary>
public sealed class BadPublishTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int MaxBody = 1_048_576;

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Theory]
    [InlineData("61 62 63 FF 64", 3)]
    [InlineData("80", 0)]
    [InlineData("61 E2 82", 1)]
    [InlineData("C0 80", 0)]
    [InlineData("61 0A ED A0 80", 2)]
    [InlineData("F4 90 80 80", 0)]
    [InlineData("F0 9F 98 80 F0 9F 98", 4)]
    public Task Invalid_utf8_is_a_400_with_the_offset(string hex, int offset) =>
        AssertRefusesInvalidUtf8Async(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), offset);

    [Theory]
    [InlineData(600_001)]
    [InlineData(MaxBody - 1)]
    public Task Invalid_utf8_deep_in_a_long_body_is_found_at_its_place(int offset)
    {
        // Three-byte characters, so that one lies across whatever pieces the body is read in. A character broken off is reported where it begins.
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("漢", MaxBody / 3)) + "x");
        body[offset] = 0xFF;
        return AssertRefusesInvalidUtf8Async(body, offset - (offset % 3));
    }

    [Fact]
    public Task A_body_over_the_limit_is_a_413() => AssertStreamUnchangedAsync(async () =>
        (await Server.Publisher.PostAsync($"/stream/{_topic}", new byte[MaxBody + 1])).Problem(413));

    [Fact]
    public Task A_body_announced_over_the_limit_is_refused_before_it_is_sent() => AssertStreamUnchangedAsync(async () =>
    {
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {MaxBody + 1}\r\n\r\n");
        (await Answer.ReadAsync(connection)).Problem(413);
    });

    [Fact]
    public Task A_body_in_chunks_over_the_limit_is_a_413() => AssertStreamUnchangedAsync(async () =>
    {
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n{MaxBody + 1:x}\r\n");
        await connection.SendAsync(new byte[MaxBody + 1]);
        await connection.SendAsync("\r\n0\r\n\r\n");
        (await Answer.ReadAsync(connection)).Problem(413);
    });

    [Fact]
    public Task A_publisher_that_vanishes_inside_its_body_publishes_nothing() => AssertStreamUnchangedAsync(async () =>
    {
        using (var connection = await RawConnection.ConnectAsync(Server.Control!))
            await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf");
        var reset = await RawConnection.ConnectAsync(Server.Control!);
        await reset.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nhalf");
        reset.Reset();
    });

    [Theory]
    [InlineData("?event=")]
    [InlineData("?event")]
    [InlineData("?event=a%0Adata:%20forged")]
    [InlineData("?event=a%0Db")]
    [InlineData("?event=a%00b")]
    [InlineData("?event=%7F")]
    public Task A_bad_event_name_is_a_400(string query) => AssertStreamUnchangedAsync(async () =>
        (await Server.Publisher.PostAsync($"/stream/{_topic}{query}", "x"u8.ToArray())).Problem(400));

    [Fact]
    public async Task An_event_name_may_have_256_bytes_and_no_more()
    {
        var longest = string.Concat(Enumerable.Repeat("é", 128));
        await Server.Publisher.PublishAsync(RunningServer.NewTopic(), "x", longest);
        await AssertStreamUnchangedAsync(async () =>
            (await Server.Publisher.PostAsync($"/stream/{_topic}?event={Uri.EscapeDataString(longest)}a", "x"u8.ToArray())).Problem(400));
    }

    [Theory]
    [MemberData(nameof(BadTopics.All), MemberType = typeof(BadTopics))]
    public async Task A_bad_topic_is_a_400(string topic) =>
        (await Server.Publisher.PostAsync($"/stream/{topic}", "x"u8.ToArray())).Problem(400);

    [Fact]
    public async Task A_topic_of_256_bytes_is_good()
    {
        await Server.Publisher.PublishAsync(BadTopics.Longest, "x");
        await Server.Publisher.PublishAsync(BadTopics.LongestOutsideOfAscii, "x");
    }

    private Task AssertRefusesInvalidUtf8Async(byte[] body, int offset) => AssertStreamUnchangedAsync(async () =>
    {
        var problem = (await Server.Publisher.PostAsync($"/stream/{_topic}", body)).Problem(400);
        Assert.Equal(offset, problem.GetProperty("offset").GetInt32());
    });

    /// <summary>A client that watches all the while sees nothing but the good event after the bad act, and that has the next id.</summary>
    private async Task AssertStreamUnchangedAsync(Func<Task> badAct)
    {
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var _ = stream;

        await badAct();

        var good = await Server.Publisher.PublishAsync(_topic, "good");
        Assert.Equal(new Published(first.Id!.Value.Plus(1), 1), good);
        Assert.Equal($"id: {good.Id}\ndata: good\n\n", await stream.NextBlockAsync());
    }
}
