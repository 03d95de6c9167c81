using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>Who comes beyond a limit is told to come back later, in the only way that a browser obeys.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(Way.Direct, "total")]
    [InlineData(Way.Direct, "topic")]
    [InlineData(Way.Direct, "address")]
    [InlineData(Way.Pipe, "total")]
    [InlineData(Way.Pipe, "topic")]
    [InlineData(Way.Pipe, "address")]
    public async Task A_client_beyond_the_limit_gets_retry_and_a_close_and_the_place_of_one_that_leaves(Way way, string limit)
    {
        await using var app = await way.StartAsync(options =>
        {
            if (limit == "total") options.MaxSubscribers = 2;
            if (limit == "topic") options.MaxSubscribersPerTopic = 2;
            if (limit == "address") options.MaxSubscribersPerAddress = 2;
        });
        using var meters = new Meters(app);
        using var first = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        using var second = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        var retries = new HashSet<string>();
        for (var i = 1; i <= 20; i++)
        {
            using var refused = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A", "Last-Event-ID: e-1\r\n");
            await refused.ReadToEndAsync();
            Assert.True(refused.IsComplete);
            Assert.False(await refused.ReadAsync(1), "The connection is still open.");
            Assert.Matches("^retry: [0-9]+\n\n$", refused.Body.ToString());
            var retry = refused.Body.ToString()["retry: ".Length..].TrimEnd();
            Assert.InRange(int.Parse(retry, System.Globalization.CultureInfo.InvariantCulture), 1_500, 4_500);
            retries.Add(retry);
            Assert.Equal(i, meters[$"aotsse.refusals{{aotsse.reason={limit}}}"]);
            Assert.Equal(2, app.Hub.ConnectionCount);
        }

        Assert.True(retries.Count > 10, "The times have no jitter.");
        if (limit == "topic")
        {
            using var elsewhere = await (await app.SubscribeAsync("/prices/B")).OpenedAsync();
            Assert.Equal(3, app.Hub.ConnectionCount);
        }

        second.Dispose();
        await Eventually.TrueAsync(() => app.Hub.GetStream("/prices/{symbol}").TopicCount == 1 && app.Hub.ConnectionCount == 1, "one has left");
        using var third = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        Assert.Contains("priceChanged", await first.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("priceChanged", await third.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, meters["aotsse.replays{aotsse.outcome=unknown}"]);
    }
}
