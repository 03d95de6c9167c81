using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>What an exporter reads after traffic that is known, whole.</summary>
public sealed class MeterTests
{
    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task Every_instrument_tells_what_has_happened(Way way)
    {
        await using var app = await way.StartAsync(options => options.MaxSubscribersPerTopic = 3);
        using var meters = new Meters(app);
        var prices = app.Services.GetRequiredService<Prices>();
        Assert.Equal(
            [
                "aotsse.batches {batch} ObservableCounter`1",
                "aotsse.deliveries {event} ObservableCounter`1",
                "aotsse.disconnects {subscriber} ObservableCounter`1",
                "aotsse.dropped.events {event} ObservableCounter`1",
                "aotsse.lag By Histogram`1",
                "aotsse.log.size By ObservableUpDownCounter`1",
                "aotsse.publish_to_send.duration s Histogram`1",
                "aotsse.published.events {event} ObservableCounter`1",
                "aotsse.published.size By ObservableCounter`1",
                "aotsse.refusals {subscriber} ObservableCounter`1",
                "aotsse.replays {subscriber} ObservableCounter`1",
                "aotsse.sends {send} ObservableCounter`1",
                "aotsse.subscribers {subscriber} ObservableUpDownCounter`1",
                "aotsse.topics {topic} ObservableUpDownCounter`1",
            ],
            meters.Instruments);

        // Two live subscribers get one event at a time, so that batches can be counted; a third replays the two, a fourth is refused.
        var epoch = (await prices.Halted("B", "x")).Id.Epoch;
        using var first = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        using var second = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        for (var i = 1; i <= 2; i++)
        {
            prices.PriceChanged("A", i);
            Assert.Contains("priceChanged", await first.NextAsync(), StringComparison.Ordinal);
            Assert.Contains("priceChanged", await second.NextAsync(), StringComparison.Ordinal);
            await Eventually.TrueAsync(() => meters.Read()["aotsse.deliveries"] == 2 * i && meters.Read()["aotsse.batches"] == i && meters.Recorded("aotsse.publish_to_send.duration") == i, "the sweep has ended");
        }

        using var third = await (await app.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{epoch}-1"))).OpenedAsync();
        Assert.Contains("priceChanged", await third.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("priceChanged", await third.NextAsync(), StringComparison.Ordinal);
        using (await app.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{epoch}-1")))
        {
        }

        using (await app.SubscribeAsync("/prices/B", ("Last-Event-ID", "garbage")))
        {
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 4, "it is there");
        }

        using var pull = await app.SubscribeAsync("/silent");
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 4 && meters["aotsse.disconnects{aotsse.reason=client}"] == 1, "one has gone, one has come");
        await Eventually.TrueAsync(() => meters.Read()["aotsse.deliveries"] == 7, "all is counted");

        var read = meters.Read().Where(value => value.Value != 0).ToDictionary();
        Assert.InRange(read["aotsse.publish_to_send.duration"], 0, 20);
        read.Remove("aotsse.publish_to_send.duration");
        Assert.InRange(read["aotsse.log.size"], 2 * 256, 64 * 1024);
        read.Remove("aotsse.log.size");
        var frame = "0000\r\n".Length + $"id: {epoch}-1\n".Length + "\n\r\n".Length;
        var expected = new Dictionary<string, double>
        {
            ["aotsse.batches"] = 2,
            ["aotsse.deliveries"] = 7,
            ["aotsse.sends"] = way == Way.Direct ? 7 : 6, // What is replayed lies in two segments: two calls to the socket, one to the response.
            ["aotsse.disconnects{aotsse.reason=client}"] = 1,
            ["aotsse.published.events{http.route=/prices/{symbol}}"] = 3,
            ["aotsse.published.size{http.route=/prices/{symbol}}"] = (3 * frame) + "event: halted\ndata: {\"symbol\":\"B\",\"reason\":\"x\"}\n".Length + (2 * "event: priceChanged\ndata: {\"symbol\":\"A\",\"price\":1}\n".Length),
            ["aotsse.refusals{aotsse.reason=topic}"] = 1,
            ["aotsse.replays{aotsse.outcome=resumed}"] = 1,
            ["aotsse.replays{aotsse.outcome=unknown}"] = 1,
            ["aotsse.subscribers{http.route=/prices/{symbol}}"] = 3,
            ["aotsse.subscribers{http.route=/silent}"] = 1,
            ["aotsse.topics{http.route=/prices/{symbol}}"] = 2,
        };
        Assert.Equal(expected.OrderBy(value => value.Key, StringComparer.Ordinal), read.OrderBy(value => value.Key, StringComparer.Ordinal));
    }
}
