using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>More events at once than a topic retains, and more than there is time for.</summary>
public sealed partial class BurstTests
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
        for (var i = 0; i < 3; i++) clients.Add(await SubscribeAsync(app, prices));
        var first = clients.Count + 1;

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
            var numbers = items.Select(item => int.Parse(item.EventId!.Split('-')[1], CultureInfo.InvariantCulture));
            Assert.Equal(Enumerable.Range(first, bursts * burst), numbers.SkipWhile(number => number < first));
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
        using var client = await SubscribeAsync(app, prices);
        var arrived = 0L;
        var reading = ReadToEndAsync();
        var draining = app.Hub.DrainAsync();
        for (var published = 1; !draining.IsCompleted; published++)
        {
            // A client that falls behind the retention is ended for that.
            while (published - Volatile.Read(ref arrived) > 500 && !draining.IsCompleted) await Task.Yield();
            prices.PriceChanged("A", 1);
        }

        await reading;
        Assert.True(client.IsComplete);
        Assert.Matches(@"\nretry: [0-9]+\n\n$", client.Body.ToString());

        async Task ReadToEndAsync()
        {
            while (!client.IsComplete && await client.ReadAsync(65_536))
                if (LastId().Match(client.Tail()) is { Success: true } id) Volatile.Write(ref arrived, long.Parse(id.Groups[1].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"\nid: [^\n]*-([0-9]+)\n", RegexOptions.RightToLeft)]
    private static partial Regex LastId();

    /// <summary>A client that is served: until then a burst may overtake it, and it has to come back.</summary>
    private static async Task<RawClient> SubscribeAsync(TestApp app, Prices prices)
    {
        var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A");
        await client.ReadToAsync("\n\n");
        prices.PriceChanged("A", 0);
        await client.ReadToAsync("\"price\":0}\n\n");
        return client;
    }
}
