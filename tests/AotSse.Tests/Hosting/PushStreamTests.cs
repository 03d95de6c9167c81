using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Hosting;

public sealed class PushStreamTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_reach_the_subscribers_of_their_topic_and_no_others(bool inMemory)
    {
        await using var app = await TestApp.StartAsync(inMemory);
        var prices = app.Services.GetRequiredService<Prices>();
        using var msft = await (await app.SubscribeAsync("/prices/MSFT")).OpenedAsync();
        using var again = await (await app.SubscribeAsync("/prices/MSFT")).OpenedAsync();
        using var btc = await (await app.SubscribeAsync("/prices/BTC%2FUSD")).OpenedAsync();

        prices.PriceChanged("MSFT", 410.20m);
        prices.PriceChanged("BTC/USD", 1m);
        var receipt = await prices.Halted("MSFT", null);
        Assert.Equal(2, receipt.Subscribers);

        foreach (var stream in new[] { msft, again })
        {
            Assert.Equal($"id: {receipt.Id.Epoch}-1\nevent: priceChanged\ndata: {{\"symbol\":\"MSFT\",\"price\":410.20}}\n\n", await stream.NextAsync());
            Assert.Equal($"id: {receipt.Id}\nevent: halted\ndata: {{\"symbol\":\"MSFT\",\"reason\":null}}\n\n", await stream.NextAsync());
        }

        Assert.Equal($"id: {receipt.Id.Epoch}-2\nevent: priceChanged\ndata: {{\"symbol\":\"BTC/USD\",\"price\":1}}\n\n", await btc.NextAsync());
    }

    [Fact]
    public async Task Typed_topics_meet_whatever_the_spelling()
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await (await app.SubscribeAsync("/orders/007/sell")).OpenedAsync();
        await app.Services.GetRequiredService<Prices>().OrderChanged(7, Side.Sell, new Tick("X", 1m, Side.Buy));
        Assert.EndsWith("event: orderChanged\ndata: {\"symbol\":\"X\",\"price\":1,\"side\":0}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reconnect_misses_nothing_and_repeats_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var prices = app.Services.GetRequiredService<Prices>();
        for (var i = 1; i <= 5; i++) prices.PriceChanged("A", i);
        var receipt = await prices.Halted("A", "x");
        var epoch = receipt.Id.Epoch;

        using var byHeader = await app.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{epoch}-4"));
        using var byQuery = await app.SubscribeAsync($"/prices/A?lastEventId={epoch}-4");
        foreach (var stream in new[] { byHeader, byQuery })
        {
            Assert.EndsWith($"\nid: {epoch}-4\n\n", await stream.NextAsync(), StringComparison.Ordinal);
            Assert.StartsWith($"id: {epoch}-5\n", await stream.NextAsync(), StringComparison.Ordinal);
            Assert.StartsWith($"id: {epoch}-6\n", await stream.NextAsync(), StringComparison.Ordinal);
        }

        prices.PriceChanged("A", 7);
        Assert.StartsWith($"id: {epoch}-7\n", await byHeader.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_honoured_is_told_so_and_gets_all_that_is_retained()
    {
        await using var app = await TestApp.StartAsync();
        var prices = app.Services.GetRequiredService<Prices>();
        for (var i = 1; i <= 4; i++) await prices.OrderChanged(1, Side.Buy, null);
        using var probe = await app.SubscribeAsync("/orders/1/buy");
        var epoch = (await probe.NextAsync()).Split("id: ")[1].Split('-')[0];

        foreach (var (cursor, reason) in new[] { ($"{epoch}-1", "evicted"), ("other-3", "epoch"), ($"{epoch}-99", "unknown"), ("rubbish", "unknown") })
        {
            using var stream = await app.SubscribeAsync("/orders/1/buy", ("Last-Event-ID", cursor));
            Assert.EndsWith($"\nid: {epoch}-2\n\n", await stream.NextAsync(), StringComparison.Ordinal);
            Assert.Equal($"event: gap\ndata: {{\"lastEventId\":\"{cursor}\",\"oldest\":\"{epoch}-3\",\"reason\":\"{reason}\"}}\n\n", await stream.NextAsync());
            Assert.StartsWith($"id: {epoch}-3\n", await stream.NextAsync(), StringComparison.Ordinal);
            Assert.StartsWith($"id: {epoch}-4\n", await stream.NextAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_event_name_at_run_time_is_written_or_refused()
    {
        await using var app = await TestApp.StartAsync();
        var prices = app.Services.GetRequiredService<Prices>();
        using var stream = await (await app.SubscribeAsync("/news")).OpenedAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await prices.News("a\nid: 9", "x"));
        await prices.News("flash", "a\nb");
        await prices.News(null, "plain");
        Assert.EndsWith("-2\nevent: flash\ndata: a\ndata: b\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.EndsWith("-3\ndata: plain\n\n", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/prices/a%0Ab")]
    [InlineData("/prices/%7F")]
    [InlineData("/orders/x/buy")]
    [InlineData("/orders/1/up")]
    public async Task A_topic_that_is_none_is_refused_and_not_created(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var stream = await app.SubscribeAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, stream.Response.StatusCode);
        Assert.Equal(0, app.Hub.GetStream("/prices/{symbol}").TopicCount + app.Hub.GetStream("/orders/{id}/{side}").TopicCount);
    }

    [Fact]
    public async Task Subscribers_that_leave_leave_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var streams = new List<Subscription>();
        for (var i = 0; i < 50; i++) streams.Add(await (await app.SubscribeAsync($"/prices/{i % 5}")).OpenedAsync());
        Assert.Equal(50, app.Hub.ConnectionCount);
        Assert.Equal(5, app.Hub.GetStream("/prices/{symbol}").TopicCount);
        streams.ForEach(stream => stream.Dispose());
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "all connections are forgotten");
        await Eventually.TrueAsync(() => app.Hub.GetStream("/prices/{symbol}").TopicCount == 0, "all topics are gone");
    }

    [Fact]
    public async Task A_quiet_topic_carries_heartbeats()
    {
        var time = new FakeTimeProvider();
        // Time runs away from a server that has no processor just now: that is no client that does not read.
        await using var app = await TestApp.StartAsync(time: time, configure: options => options.WriteTimeout = TimeSpan.FromDays(1_000));
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        for (var i = 0; i < 3; i++) Assert.Equal(":\n\n", await stream.NextWhileAsync(() => time.Advance(TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody_and_is_given_up_after_the_write_timeout()
    {
        var time = new FakeTimeProvider();
        await using var app = await TestApp.StartAsync(time: time, configure: options => options.RetainBytes = 64 << 20);
        var prices = app.Services.GetRequiredService<Prices>();
        using var stuck = await app.SubscribeAsync("/prices/A");
        using var reading = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        var large = new string('x', 60_000);
        for (var i = 0; i < 400; i++)
        {
            await prices.Halted("A", large);
            Assert.Contains(large, await reading.NextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(2, app.Hub.ConnectionCount);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(31));
                return app.Hub.ConnectionCount == 1;
            },
            "the stuck client is given up");
        await prices.Halted("A", "still here");
        Assert.Contains("still here", await NextEventAsync(reading), StringComparison.Ordinal);
    }

    private static async Task<string> NextEventAsync(Subscription stream)
    {
        string block;
        do block = await stream.NextAsync();
        while (block == ":\n\n");
        return block;
    }
}
