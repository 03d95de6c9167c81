using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>One-use tickets: nothing long-lived stands in an URL.</summary>
public sealed class TicketTests
{
    [Fact]
    public async Task A_ticket_opens_one_stream_of_its_topics()
    {
        await using var server = await StartAsync();
        (await AskAsync(server, "/stream/a")).Problem(401);
        (await AskAsync(server, "/Stream/a")).Problem(401);
        var ticket = await IssueAsync(server, """{"topics":["a","b/*"],"seconds":30}""");
        (await AskAsync(server, $"/stream/c?ticket={ticket}")).Problem(403);
        (await AskAsync(server, $"/stream/a?ticket={ticket}x")).Problem(401);

        using (var stream = (await EventStream.SubscribeAsync(server.Port, $"/stream/b/c?ticket={ticket}")).Stream)
        {
            Assert.Equal(1, (await server.Publisher.PublishAsync("b/c", "x")).Subscribers);
            Assert.EndsWith("data: x\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
            (await AskAsync(server, $"/stream/b/c?ticket={ticket}")).Problem(401);
        }
    }

    [Fact]
    public async Task Of_many_at_the_same_time_one_gets_in()
    {
        await using var server = await StartAsync();
        var ticket = await IssueAsync(server, """{"topics":["*"]}""");
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var connection = await RawConnection.ConnectAsync(server.Port);
            await connection.SendAsync(EventStream.Request($"/stream/a?ticket={ticket}", "localhost"));
            return (await ResponseHead.ReadAsync(connection)).Status;
        }));
        Assert.Equal([200, .. Enumerable.Repeat(401, 19)], statuses.Order());
    }

    [Fact]
    public async Task A_ticket_expires()
    {
        await using var server = await StartAsync();
        var ticket = await IssueAsync(server, """{"topics":["a"],"seconds":1}""");
        await Task.Delay(TimeSpan.FromSeconds(1.1), TestContext.Current.CancellationToken);
        (await AskAsync(server, $"/stream/a?ticket={ticket}")).Problem(401);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"topics":[]}""")]
    [InlineData("""{"topics":"a"}""")]
    [InlineData("""{"topics":[1]}""")]
    [InlineData("""{"topics":["a\n"]}""")]
    [InlineData("""{"topics":["a"],"seconds":0}""")]
    [InlineData("""{"topics":["a"],"seconds":3601}""")]
    [InlineData("""{"topics":["a"],"seconds":1.5}""")]
    [InlineData("""{"topics":["a"],"second":1}""")]
    [InlineData("""{"topics":["\ud800"]}""")]
    [InlineData("""{"topics":["a"],"\udc00":1}""")]
    public async Task A_bad_request_says_what_is_right(string body)
    {
        await using var server = await StartAsync();
        var problem = (await server.Publisher.PostAsync("/tickets", Encoding.UTF8.GetBytes(body))).Problem(400);
        Assert.Contains("\"topics\":[", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_told()
    {
        await using var server = await StartAsync();
        (await server.Publisher.PostAsync("/tickets", [.. "{\"topics\":[\""u8, 0xff, .. "\"]}"u8])).Problem(400);
        Assert.DoesNotContain(server.Errors, static line => line.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limits_are_kept()
    {
        await using var server = await StartAsync();
        var topics = string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"{i}\""));
        (await server.Publisher.PostAsync("/tickets", Encoding.UTF8.GetBytes($"{{\"topics\":[{topics}]}}"))).Problem(400);
        (await server.Publisher.PostAsync("/tickets", new byte[64 * 1024 + 1])).Problem(413);
    }

    [Fact]
    public async Task With_a_jwt_key_tickets_do_as_well()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--jwt-key", Jwt.SharedKey] });
        var ticket = await IssueAsync(server, """{"topics":["a"]}""");
        using var stream = (await EventStream.SubscribeAsync(server.Port, $"/stream/a?ticket={ticket}")).Stream;
    }

    [Fact]
    public async Task The_public_listener_gives_out_none()
    {
        await using var server = await StartAsync();
        using var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync("POST /tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
        (await Answer.ReadAsync(connection)).Problem(404);
    }

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(new() { MoreArguments = ["--anonymous", "false"] });

    private static async Task<string> IssueAsync(ServerProcess server, string body)
    {
        var answer = await server.Publisher.PostAsync("/tickets", Encoding.UTF8.GetBytes(body));
        Assert.True(answer.Status == 200, answer.ToString());
        var member = Assert.Single(JsonElement.Parse(answer.Body).EnumerateObject());
        Assert.Equal("ticket", member.Name);
        return member.Value.GetString()!;
    }

    private static async Task<Answer> AskAsync(ServerProcess server, string path)
    {
        using var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync(EventStream.Request(path, "localhost"));
        return await Answer.ReadAsync(connection);
    }
}
