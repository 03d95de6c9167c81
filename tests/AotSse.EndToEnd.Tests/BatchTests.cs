using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>A body of lines of JSON: each line is an event or an error of its own.</summary>
public sealed class BatchTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int MaxLine = 1_048_576;

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Theory]
    [InlineData("application/ndjson")]
    [InlineData("Application/X-NDJSON; charset=utf-8")]
    public async Task The_media_type_may_be_written_as_publishers_write_it(string type)
    {
        var answer = await Batch.PostAsync(Server, _topic, "{\"data\":1}\n{\"data\":2}\n", ("Content-Type", type));
        Assert.Equal([1, 2], answer.Select(line => line.GetProperty("line").GetInt32()));
    }

    [Fact]
    public async Task Each_line_is_an_event_whose_data_is_text_or_the_json_that_stands_there()
    {
        using var stream = (await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}")).Stream;
        var answer = await Batch.PostAsync(Server, _topic, """
            {"event":"price","data":{"symbol":"A", "price":1.50}}
            {"data":"plain"}
            {"data":"caf\u00e9 \"x\"\ntwo \ud83d\ude00","event":"na\u006de"}

            {"event":null,"data":null,"key":null}
            {"data":[1,{"a":"é"}]}
            {"data":-12.5e3}
            {"data":""}
            """);

        Assert.Equal([1, 2, 3, 5, 6, 7, 8], answer.Select(line => line.GetProperty("line").GetInt32()));
        Assert.All(answer, line => Assert.Equal(1, line.GetProperty("subscribers").GetInt32()));
        var ids = answer.Select(line => line.GetProperty("id").GetString()).ToArray();
        var blocks = await stream.NextBlocksAsync(7);
        Assert.Equal(
            [
                $"id: {ids[0]}\nevent: price\ndata: {{\"symbol\":\"A\", \"price\":1.50}}\n\n",
                $"id: {ids[1]}\ndata: plain\n\n",
                $"id: {ids[2]}\nevent: name\ndata: café \"x\"\ndata: two 😀\n\n",
                $"id: {ids[3]}\ndata: null\n\n",
                $"id: {ids[4]}\ndata: [1,{{\"a\":\"é\"}}]\n\n",
                $"id: {ids[5]}\ndata: -12.5e3\n\n",
                $"id: {ids[6]}\ndata: \n\n",
            ],
            blocks);
    }

    [Theory]
    [InlineData("nonsense", "JSON")]
    [InlineData("{\"data\":1", "JSON")]
    [InlineData("{\"data\":1}}", "JSON")]
    [InlineData("{\"data\":1} {\"data\":2}", "JSON")]
    [InlineData("[1]", "object")]
    [InlineData("{\"event\":\"x\"}", "'data' is missing")]
    [InlineData("{\"data\":1,\"evnt\":\"x\"}", "only 'event', 'data' and 'key'")]
    [InlineData("{\"data\":1,\"id\":\"7\"}", "'key'")]
    [InlineData("{\"data\":1,\"data\":2}", "twice")]
    [InlineData("{\"data\":1,\"event\":\"a\\nid: forged\"}", "'event' must be")]
    [InlineData("{\"data\":1,\"event\":7}", "'event' must be")]
    [InlineData("{\"data\":1,\"event\":\"\"}", "'event' must be")]
    [InlineData("{\"data\":1,\"key\":\"a\\u0000\"}", "'key' must be")]
    [InlineData("{\"data\":\"\\ud800\"}", "half of a character")]
    public async Task A_wrong_line_is_told_and_stops_no_other(string wrong, string told)
    {
        using var stream = (await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}")).Stream;
        var answer = await Batch.PostAsync(Server, _topic, $"{{\"data\":\"before\"}}\n{wrong}\r\n{{\"data\":\"after\"}}\r\n");

        Assert.Equal(3, answer.Length);
        Assert.Equal(2, answer[1].GetProperty("line").GetInt32());
        Assert.Contains(told, answer[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(answer[1].TryGetProperty("id", out _));
        Assert.Equal([$"id: {answer[0].GetProperty("id")}\ndata: before\n\n", $"id: {answer[2].GetProperty("id")}\ndata: after\n\n"], await stream.NextBlocksAsync(2));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_an_error_of_their_line()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        byte[] body = [.. "{\"data\":\""u8, 0xFF, .. "\"}\n{\"data\":1}"u8];
        byte[] request = [.. Encoding.ASCII.GetBytes($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson; charset=utf-8\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
        await connection.SendAsync(request);
        var lines = (await Answer.ReadAsync(connection)).Body.Split('\n');

        Assert.Equal("{\"line\":1,\"error\":\"no valid UTF-8: the byte at offset 9 is wrong\"}", lines[0]);
        Assert.StartsWith("{\"line\":2,\"id\":", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_may_be_a_mebibyte_and_no_longer()
    {
        var longest = "{\"data\":\"" + new string('x', MaxLine - 11) + "\"}";
        var answer = await Batch.PostAsync(Server, _topic, $"{longest} \n{longest}\n{longest}{longest}{longest}\n{{\"data\":1}}\n{longest}xxx");

        Assert.Equal(["error", "id", "error", "id", "error"], answer.Select(line => line.EnumerateObject().ElementAt(1).Name));
        Assert.Equal([1, 2, 3, 4, 5], answer.Select(line => line.GetProperty("line").GetInt32()));
        Assert.Contains("longer than 1048576 bytes", answer[2].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_publishes_once_here_and_as_a_header()
    {
        var answer = await Batch.PostAsync(Server, _topic, "{\"data\":1,\"key\":\"k\"}\n{\"data\":1,\"key\":\"k\"}\n{\"data\":2}\n{\"data\":3,\"key\":\"l\"}");
        var ids = answer.Select(line => EventId.Parse(line.GetProperty("id").GetString()!)).ToArray();
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal([ids[0].Plus(1), ids[0].Plus(2)], ids[2..]);

        using var refused = await Batch.SendAsync(Server, _topic, "{\"data\":1}", ("Idempotency-Key", "k"));
        (await Answer.FromAsync(refused)).Problem(400);
    }

    [Fact]
    public async Task Who_asks_for_little_is_told_errors_and_counts()
    {
        var answer = await Batch.PostAsync(Server, _topic, "{\"data\":1}\nx\n{\"data\":2}\n", ("Prefer", "return=minimal"));

        Assert.Equal(2, answer.Length);
        Assert.Equal(2, answer[0].GetProperty("line").GetInt32());
        Assert.Equal("{\"published\":2,\"failed\":1}", answer[1].GetRawText());
    }

    /// <summary>How fast, the benchmark <c>publish</c> tells.</summary>
    [Fact]
    public async Task A_batch_may_have_a_hundred_thousand_lines()
    {
        const int Count = 100_000;
        var lines = string.Concat(Enumerable.Repeat($"{{\"data\":\"{new string('x', 100)}\"}}\n", Count));
        using var response = await Batch.SendAsync(Server, _topic, lines);
        var answers = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Count, answers.AsSpan().Count("\"id\":"));
    }

    [Fact]
    public async Task Nothing_is_a_batch_too() => Assert.Empty(await Batch.PostAsync(Server, _topic, "\n\r\n  \n"));

    [Fact]
    public async Task Lines_are_published_and_answered_while_the_request_goes_on()
    {
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        var body = default(ChunkedBody);
        for (var i = 1; i <= 5; i++)
        {
            // In two pieces, between which nothing can be published.
            await SendChunkAsync(connection, $"{{\"data\":\"{i}");
            await SendChunkAsync(connection, "\"}\n");
            if (body is null)
            {
                Assert.Equal(200, (await ResponseHead.ReadAsync(connection)).Status);
                body = new ChunkedBody(connection);
            }

            var line = JsonElement.Parse(await body.ReadChunkAsync().Within(Deadline.Usual, () => $"the answer to line {i}"));
            Assert.Equal(i, line.GetProperty("line").GetInt32());
        }

        await connection.SendAsync("0\r\n\r\n");
        Assert.Null(await body!.ReadChunkAsync());
    }

    [Fact]
    public async Task A_client_that_reads_only_after_it_has_sent_all_is_served()
    {
        const int Count = 60_000;
        using var connection = await RawConnection.ConnectAsync(Server.Control!);
        var body = string.Concat(Enumerable.Range(1, Count).Select(i => $"{{\"data\":{i}}}\n"));
        await connection.SendAsync($"POST /stream/{_topic} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        var lines = (await Answer.ReadAsync(connection)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Count, lines.Length);
        Assert.StartsWith($"{{\"line\":{Count},\"id\":", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_an_open_batch()
    {
        await using var server = await ServerProcess.StartAsync();
        using var connection = await RawConnection.ConnectAsync(server.Control!);
        await connection.SendAsync($"POST /stream/t HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
        await SendChunkAsync(connection, "{\"data\":1}\n");
        Assert.Equal(200, (await ResponseHead.ReadAsync(connection)).Status);
        var body = new ChunkedBody(connection);
        Assert.NotNull(await body.ReadChunkAsync());

        server.Terminate();
        var last = JsonElement.Parse(await body.ReadChunkAsync().Within(Deadline.Usual, () => "the last line"));
        Assert.Equal(2, last.GetProperty("line").GetInt32());
        Assert.Contains("stopping", last.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
    }

    private static Task SendChunkAsync(RawConnection connection, string text) => connection.SendAsync($"{Encoding.UTF8.GetByteCount(text):X}\r\n{text}\r\n");
}
