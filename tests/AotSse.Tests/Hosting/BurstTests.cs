using System.Globalization;
using System.Net.ServerSentEvents;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>More events at once than a topic retains, and more than there is time for.</summary>
public sealed class BurstTests
{
    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task A_burst_of_five_times_the_retention_reaches_who_keeps_up(Way way)
    {
        const int burst = 5_000;
        const int bursts = 4;
        await using var app = await way.StartAsync();
        using var meters = new Meters(app);
        var prices = app.Services.GetRequiredService<Prices>();
        var clients = new List<RawClient>();
        for (var i = 0; i < 3; i++) clients.Add(await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A"));
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == clients.Count, "all are subscribed");

        for (var round = 1; round <= bursts; round++)
        {
            var reading = clients.ConvertAll(client => client.ReadToAsync($"\"price\":{round * burst}}}\n\n"));
            for (var i = 1; i <= burst; i++) prices.PriceChanged("A", ((round - 1) * burst) + i);
            await Task.WhenAll(reading);
        }

        foreach (var client in clients)
        {
            var items = SseParser.Create(new MemoryStream(client.Received.WrittenSpan.ToArray())).Enumerate().ToList();
            Assert.DoesNotContain(items, item => item.EventType == "gap");
            Assert.Equal(Enumerable.Range(1, bursts * burst), items.Select(item => int.Parse(item.EventId!.Split('-')[1], CultureInfo.InvariantCulture)));
            client.Dispose();
        }

        Assert.Equal(0, meters["aotsse.disconnects{aotsse.reason=lag}"]);
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task A_topic_that_is_never_silent_does_not_keep_streams_from_ending(Way way)
    {
        await using var app = await way.StartAsync(options => options.DrainTimeout = TimeSpan.FromSeconds(60));
        var prices = app.Services.GetRequiredService<Prices>();
        using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A");
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "it is subscribed");
        var reading = client.ReadToEndAsync();
        var draining = app.Hub.DrainAsync();
        while (!draining.IsCompleted) prices.PriceChanged("A", 1);
        await reading;
        Assert.True(client.IsComplete);
        Assert.Matches(@"\nretry: [0-9]+\n\n$", client.Body.ToString());
    }
}
