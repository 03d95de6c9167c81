using System.Net;
using System.Net.ServerSentEvents;
using System.Text;

namespace AotSse.Client.Tests;

/// <summary>What the reader makes of connections that end, break, hang or are refused: each answer is written by the test.</summary>
public sealed class ReconnectTests : IDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly AnnouncedTime _time = new();
    private readonly List<EventStreamReconnect> _reconnects = [];
    private readonly EventStreamClientOptions _options;

    public ReconnectTests() => _options = new EventStreamClientOptions
    {
        TimeProvider = _time,
        Reconnecting = _reconnects.Add,
    };

    public void Dispose()
    {
        _server.Dispose();
        _time.Dispose();
    }

    [Fact]
    public async Task The_request_says_what_it_wants()
    {
        await using var events = Read(new StreamRequest("prices/").Route("a b/c", "symbol").Query("every", 1.5).Query("none", (int?)null).Header("X-Note", "n"));
        var move = events.Move();
        var request = await _server.NextAsync();

        Assert.Equal("http://server.test/base/prices/a%20b%2Fc?every=1.5", request.Address.AbsoluteUri);
        Assert.Equal(("text/event-stream", "n", null), (request.Headers["Accept"], request.Headers["X-Note"], request.LastEventId));
        request.Open().Send("data: x\n\n");
        Assert.True(await move);
    }

    [Fact]
    public async Task Events_arrive_whole_however_they_are_split()
    {
        var text = Encoding.UTF8.GetBytes("\uFEFF: hi\r\nid: ü1\r\nevent: named\r\ndata: zwölf\r\ndata: €\r\n\r\nid:2\rdata:x\r\rdata\n\n");
        for (var size = 1; size < text.Length; size++)
        {
            using var server = new ScriptedServer();
            await using var events = new EventStreamReader(server.CreateClient(), _options).ReadAsync(new StreamRequest("s"), TestContext.Current.CancellationToken).Read();
            var move = events.Move();
            var answer = (await server.NextAsync()).Open();
            foreach (var part in text.Chunk(size)) answer.Send(part);

            Assert.True(await move);
            Assert.Equal(("named", "zwölf\n€", "ü1"), (events.Current.EventType, events.Current.Data, events.Current.EventId));
            var second = await events.NextAsync();
            Assert.Equal(("message", "x", "2"), (second.EventType, second.Data, second.EventId));
            Assert.Equal(("", "2"), ((await events.NextAsync()).Data, events.Current.EventId));
        }
    }

    [Fact]
    public async Task A_closed_stream_goes_on_where_it_was_after_what_the_server_asks_for()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Open().Send("retry: 4000\nid: 7\ndata: a\n\n").Close();
        Assert.True(await move);
        move = events.Move();

        var second = await ReconnectAsync(4, 6);
        Assert.Equal("7", second.LastEventId);
        Assert.Null(_reconnects[0].Reason);
        Assert.Equal(0, _reconnects[0].FailedAttempts);
        second.Open().Send("data: b\n\n");
        Assert.True(await move);
        Assert.Equal("7", events.Current.EventId);
    }

    [Fact]
    public async Task What_a_server_asks_for_once_holds_for_later_connections()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Open().Send("retry: 5000\n\n").Close();
        (await ReconnectAsync(5, 7.5)).Open().Close();
        (await ReconnectAsync(5, 7.5)).Open().Send("data: x\n\n");
        Assert.True(await move);
    }

    [Fact]
    public async Task An_id_counts_from_the_end_of_its_block()
    {
        await using var events = Read();
        var move = events.Move();

        // An id alone moves the position; the id of an event that was cut off does not, or the event would be lost.
        (await _server.NextAsync()).Open().Send("id: 1\n\nid: 2\ndata: cut").Break();
        var second = await ReconnectAsync(2, 3);
        Assert.Equal("1", second.LastEventId);
        second.Open().Send("id: 2\ndata: whole\n\n");
        Assert.True(await move);
        Assert.Equal("whole", events.Current.Data);
        Assert.IsType<IOException>(Assert.Single(_reconnects).Reason);
    }

    [Fact]
    public async Task A_block_that_is_cut_off_by_a_close_is_no_event()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Open().Send("id: 2\ndata: cut\n").Close();
        var second = await ReconnectAsync(2, 3);
        Assert.Null(second.LastEventId);
        second.Open().Send("data: x\n\n");
        Assert.True(await move);
        Assert.Equal("x", events.Current.Data);
    }

    [Fact]
    public async Task An_empty_id_forgets_the_position()
    {
        await using var events = Read(new StreamRequest("s") { After = "5" });
        var move = events.Move();
        var first = await _server.NextAsync();
        Assert.Equal("5", first.LastEventId);
        first.Open().Send("data: a\n\nid\ndata: b\n\n").Close();
        Assert.True(await move);
        Assert.Equal("5", events.Current.EventId);
        Assert.Null((await events.NextAsync()).EventId);
        move = events.Move();
        var second = await ReconnectAsync(2, 3);
        Assert.Null(second.LastEventId);
        second.Open().Send("data: c\n\n");
        Assert.True(await move);
    }

    [Fact]
    public async Task Attempts_in_vain_wait_longer_up_to_the_limit()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Refuse(new HttpRequestException("no such host"));
        (await ReconnectAsync(4, 6)).Answer(HttpStatusCode.ServiceUnavailable);
        (await ReconnectAsync(8, 12)).Answer(HttpStatusCode.InternalServerError);
        (await ReconnectAsync(16, 24)).Answer(HttpStatusCode.TooManyRequests);
        (await ReconnectAsync(30, 45)).Answer(HttpStatusCode.BadGateway, retryAfter: TimeSpan.FromSeconds(100));
        (await ReconnectAsync(100, 150)).Open().Send("data: x\n\n").Close();
        Assert.True(await move);
        Assert.Equal([1, 2, 3, 4, 5], _reconnects.Select(reconnect => reconnect.FailedAttempts));

        // A stream that opens makes up for all of them.
        move = events.Move();
        (await ReconnectAsync(2, 3)).Open().Send("data: y\n\n");
        Assert.True(await move);
    }

    [Fact]
    public async Task Attempts_run_out_if_they_are_limited()
    {
        _options.MaxAttempts = 2;
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Refuse(new HttpRequestException("first"));
        (await ReconnectAsync(4, 6)).Refuse(new HttpRequestException("second"));
        var error = await Assert.ThrowsAsync<EventStreamException>(() => move);
        Assert.Equal("2 attempts in a row have opened no stream; the last one: second", error.Message);
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.NotAcceptable)]
    [InlineData(HttpStatusCode.Found)]
    public async Task A_refusal_is_final_and_says_why(HttpStatusCode status)
    {
        await using var events = Read(new StreamRequest("s").Query("token", "secret"));
        var move = events.Move();
        (await _server.NextAsync()).Answer(status, """{"detail":"You may not."}""");
        var error = await Assert.ThrowsAsync<EventStreamException>(() => move);
        Assert.Equal(status, error.StatusCode);
        Assert.StartsWith($"The server answers 'http://server.test/base/s' by {(int)status} ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(": You may not.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_content_type_is_final()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Answer(HttpStatusCode.OK, "<html>", "text/html");
        Assert.Equal("The server answers 'http://server.test/base/s' by a body of type 'text/html', which is no text/event-stream.", (await Assert.ThrowsAsync<EventStreamException>(() => move)).Message);
    }

    [Fact]
    public async Task No_content_ends_the_enumeration()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Answer(HttpStatusCode.NoContent);
        Assert.False(await move);
    }

    [Fact]
    public async Task Silence_is_a_lost_connection()
    {
        await using var events = Read();
        var move = events.Move();
        var first = (await _server.NextAsync()).Open().Send("data: x\n\n");
        Assert.True(await move);
        move = events.Move();
        for (var i = 0; i < 5; i++)
        {
            // A heartbeat counts as life.
            await UntilAsync(() => first.IsAwaited);
            _time.Advance(TimeSpan.FromSeconds(50));
            first.Send(":\n\n");
        }

        await UntilAsync(() => first.IsAwaited);
        _time.Advance(TimeSpan.FromSeconds(61));
        (await ReconnectAsync(2, 3)).Open().Send("data: y\n\n");
        Assert.IsType<TimeoutException>(Assert.Single(_reconnects).Reason);
        Assert.True(await move);
        Assert.Equal("y", events.Current.Data);
    }

    [Fact]
    public async Task A_stream_may_be_silent_between_the_heartbeats_of_its_contract()
    {
        await using var events = Read(new StreamRequest("s") { Heartbeat = TimeSpan.FromMinutes(2) });
        var move = events.Move();
        var first = (await _server.NextAsync()).Open().Send(":\n\n");
        await UntilAsync(() => first.IsAwaited);
        _time.Advance(TimeSpan.FromSeconds(230));
        first.Send("data: x\n\n");
        Assert.True(await move);
        Assert.Empty(_reconnects);

        move = events.Move();
        await UntilAsync(() => first.IsAwaited);
        _time.Advance(TimeSpan.FromSeconds(241));
        (await ReconnectAsync(2, 3)).Open().Send("data: y\n\n");
        Assert.IsType<TimeoutException>(Assert.Single(_reconnects).Reason);
        Assert.True(await move);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_asked_again()
    {
        await using var events = Read();
        var move = events.Move();
        await _server.NextAsync();
        _time.Advance(TimeSpan.FromSeconds(61));
        (await ReconnectAsync(4, 6)).Open().Send("data: y\n\n");
        Assert.IsType<TimeoutException>(Assert.Single(_reconnects).Reason);
        Assert.True(await move);
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("event")]
    [InlineData("wait")]
    public async Task Cancellation_ends_every_wait_at_once(string wait)
    {
        using var source = new CancellationTokenSource();
        await using var events = new EventStreamReader(_server.CreateClient(), _options).ReadAsync(new StreamRequest("s"), source.Token).Read();
        var move = events.Move();
        var request = await _server.NextAsync();
        if (wait != "answer") request.Open().Send("data: x\n\n");
        if (wait != "answer") Assert.True(await move);
        if (wait != "answer") move = events.Move();
        if (wait == "wait") request.Close();
        if (wait == "wait") await _time.WaitBeginsAsync();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => move);
        Assert.False(_server.HasRequest);
    }

    [Fact]
    public async Task Without_reconnects_the_end_is_the_end_and_a_break_an_error()
    {
        _options.Reconnect = false;
        await using (var events = Read())
        {
            var move = events.Move();
            (await _server.NextAsync()).Open().Send("data: x\n\n").Close();
            Assert.True(await move);
            Assert.False(await events.Move());
        }

        await using (var events = Read())
        {
            var move = events.Move();
            (await _server.NextAsync()).Open().Break();
            Assert.Equal("The stream 's' broke off: The cable was cut.", (await Assert.ThrowsAsync<EventStreamException>(() => move)).Message);
        }
    }

    [Fact]
    public async Task An_id_that_no_header_can_hold_is_an_error()
    {
        await using var events = Read();
        var move = events.Move();
        (await _server.NextAsync()).Open().Send("id: ü\ndata: x\n\n").Close();
        Assert.True(await move);
        move = events.Move();
        await _time.WaitBeginsAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("ü", (await Assert.ThrowsAsync<EventStreamException>(() => move)).EventId);
    }

    private Reading<SseItem<string>> Read(StreamRequest? request = null) =>
        new EventStreamReader(_server.CreateClient(), _options).ReadAsync(request ?? new StreamRequest("s"), TestContext.Current.CancellationToken).Read();

    /// <summary>Waits until the client waits, for as many seconds as these, and gives the request it makes then.</summary>
    private async Task<Exchange> ReconnectAsync(double least, double most)
    {
        await _time.WaitBeginsAsync();
        var delay = _reconnects[^1].Delay;
        Assert.InRange(delay.TotalSeconds, least, most);

        // Not before the time it has announced.
        _time.Advance(delay - TimeSpan.FromMilliseconds(1));
        Assert.False(_server.HasRequest);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return await _server.NextAsync();
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        var limit = System.Diagnostics.Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(20), "It does not happen.");
            await Task.Yield();
        }
    }
}
