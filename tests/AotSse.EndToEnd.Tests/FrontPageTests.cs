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
            ResponseHead.Text("HTTP/1.1 200 OK", "Content-Length: 6", "Content-Type: text/plain; charset=utf-8", "Date: <now>"),
            head.Whole);
        Assert.Equal("hello!"u8.ToArray(), body);
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
}
