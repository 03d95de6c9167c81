using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Hosting;

public sealed class PullStreamTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Arguments_are_bound_as_in_minimal_apis(bool inMemory)
    {
        await using var app = await TestApp.StartAsync(inMemory);
        using var stream = await app.SubscribeAsync("/count/3?to=4&side=sell&lastEventId=q", ("X-Name", "Ann"), ("Last-Event-ID", "h"));
        await stream.OpenedAsync();
        Assert.Equal("data: Sell hello Ann True h /count/3 True\n\n", await stream.NextAsync());
        Assert.Equal("data: 3\n\n", await stream.NextAsync());
        Assert.Equal("data: 4\n\n", await stream.NextAsync());
        Assert.Equal("", await stream.NextAsync());
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "the connection is forgotten");
    }

    [Theory]
    [InlineData("/count/x", "from", "The route value 'from' is no valid Int32.")]
    [InlineData("/count/1?to=99999999999", "to", "The query parameter 'to' is no valid Int32.")]
    [InlineData("/count/1?side=up", "side", "The query parameter 'side' is no valid Side: use one of Buy, Sell.")]
    public async Task Bad_input_is_answered_by_a_problem_that_names_the_parameter(string path, string parameter, string detail)
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await app.SubscribeAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, stream.Response.StatusCode);
        Assert.Equal("application/problem+json", stream.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal($$"""{"title":"Bad Request","status":400,"detail":"{{detail}}","parameter":"{{parameter}}"}""".Replace("'", "\\u0027", StringComparison.Ordinal),
            await stream.RestAsync());
        Assert.Equal(0, app.Hub.ConnectionCount);
    }

    [Fact]
    public async Task Items_are_written_with_their_fields()
    {
        await using var app = await TestApp.StartAsync();
        using var ticks = await (await app.SubscribeAsync("/ticks")).OpenedAsync();
        Assert.Equal("event: tick\ndata: {\"symbol\":\"A\\u003CB\",\"price\":1.50,\"side\":1}\n\n", await ticks.NextAsync());
        Assert.Equal("event: tick\ndata: null\n\n", await ticks.NextAsync());

        using var items = await (await app.SubscribeAsync("/items")).OpenedAsync();
        Assert.Equal("event: first\nid: 7\nretry: 9000\ndata: one\n\n", await items.NextAsync());
        Assert.Equal("data: two\ndata: lines\n\n", await items.NextAsync());
        Assert.Equal("", await items.NextAsync());
    }

    [Fact]
    public async Task The_head_does_not_wait_for_the_first_item()
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await app.SubscribeAsync("/silent");
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache, no-transform", stream.Response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("no", Assert.Single(stream.Response.Headers.GetValues("X-Accel-Buffering")));
        await stream.OpenedAsync();
        Assert.Equal(1, app.Hub.ConnectionCount);
    }

    [Theory]
    [InlineData("at-once", false)]
    [InlineData("soon", false)]
    [InlineData("at-once", true)]
    public async Task A_failure_before_the_first_item_is_a_real_error(string when, bool inMemory)
    {
        await using var app = await TestApp.StartAsync(inMemory);
        if (inMemory)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => app.SubscribeAsync($"/fails/{when}"));
            return;
        }

        using var stream = await app.SubscribeAsync($"/fails/{when}");
        Assert.Equal(HttpStatusCode.InternalServerError, stream.Response.StatusCode);
        Assert.Null(stream.Response.Content.Headers.ContentType);
    }

    [Fact]
    public async Task A_failure_after_items_delivers_them_and_cuts_the_connection()
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await (await app.SubscribeAsync("/fails/later")).OpenedAsync();
        Assert.Equal("data: one\n\n", await stream.NextAsync());
        await Assert.ThrowsAnyAsync<IOException>(stream.NextAsync);
    }

    [Fact]
    public async Task Items_that_are_ready_arrive_all_and_in_order()
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await (await app.SubscribeAsync("/many")).OpenedAsync();
        for (var i = 0; i < 50_000; i++) Assert.Equal("data: 0123456789\n\n", await stream.NextAsync());
        Assert.Equal("", await stream.NextAsync());
    }

    [Fact]
    public async Task Silence_is_filled_by_heartbeats_and_only_silence()
    {
        var time = new FakeTimeProvider();
        await using var app = await TestApp.StartAsync(time: time, configure: options =>
        {
            options.Heartbeat = TimeSpan.FromSeconds(15);
            options.WriteTimeout = TimeSpan.FromDays(1_000); // Time runs away from a server that has no processor just now.
        });
        Pulls.Gate.Release();
        using var stream = await (await app.SubscribeAsync("/gated")).OpenedAsync();
        Assert.Equal("data: 0\n\n", await stream.NextAsync());
        time.Advance(TimeSpan.FromSeconds(14));
        Pulls.Gate.Release();
        Assert.Equal("data: 1\n\n", await stream.NextAsync());
        for (var i = 0; i < 3; i++) Assert.Equal(":\n\n", await stream.NextWhileAsync(() => time.Advance(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_the_enumerable()
    {
        await using var app = await TestApp.StartAsync();
        var stream = await (await app.SubscribeAsync("/silent")).OpenedAsync();
        stream.Dispose();
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "the enumerable ended and the connection is forgotten");
    }
}
