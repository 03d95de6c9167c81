namespace AotSse.EndToEnd.Tests;

/// <summary>A request for a stream that cannot be met is answered before any stream starts.</summary>
public sealed class BadSubscriptionTests(RunningServer running) : IClassFixture<RunningServer>
{
    private ServerProcess Server => running.Server;

    [Theory]
    [MemberData(nameof(BadTopics.All), MemberType = typeof(BadTopics))]
    public async Task A_bad_topic_is_a_400(string topic) => (await GetAsync($"/stream/{topic}")).Problem(400);

    [Fact]
    public async Task A_nul_in_the_path_is_a_400() =>
        // Without a look at the body: such a request line is refused by the HTTP server before there is a request.
        Assert.Equal(400, (await GetAsync("/stream/a%00b")).Status);

    [Fact]
    public async Task A_topic_of_256_bytes_is_good()
    {
        using var ascii = await EventStream.OpenAsync(Server.Port, $"/stream/{BadTopics.Longest}");
        using var other = await EventStream.OpenAsync(Server.Port, $"/stream/{BadTopics.LongestOutsideOfAscii}");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html, application/xhtml+xml")]
    [InlineData("text/event-stream;q=0")]
    [InlineData("text/event-stream;q=0, */*")]
    public async Task An_accept_without_event_streams_is_a_406(string accept)
    {
        (await GetAsync("/stream", $"Accept: {accept}")).Problem(406);
        (await GetAsync("/stream/a-topic", $"Accept: {accept}")).Problem(406);
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("TEXT/EVENT-STREAM")]
    [InlineData("application/json, text/event-stream;q=0.1")]
    [InlineData("text/*")]
    [InlineData("*/*")]
    [InlineData("")]
    public async Task An_accept_with_event_streams_is_met(string accept)
    {
        using var clock = await EventStream.OpenAsync(Server.Port, "/stream", $"Accept: {accept}");
        using var topic = await EventStream.OpenAsync(Server.Port, "/stream/a-topic", $"Accept: {accept}");
    }

    [Fact]
    public async Task A_refused_subscription_leaves_the_connection_usable()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        var host = $"127.0.0.1:{Server.Port}";

        await connection.SendAsync(EventStream.Request("/stream", host, "Accept: application/json"));
        (await Answer.ReadAsync(connection)).Problem(406);
        using var stream = await EventStream.OpenAsync(connection, "/stream", host);

        Assert.Equal("data: hello from server sent events ---- [0]\n\n", (await stream.NextBlocksAsync(2))[1]);
    }

    private async Task<Answer> GetAsync(string path, params string[] headers)
    {
        using var connection = await RawConnection.ConnectAsync(Server.Port);
        await connection.SendAsync(EventStream.Request(path, $"127.0.0.1:{Server.Port}", headers));
        return await Answer.ReadAsync(connection);
    }
}
