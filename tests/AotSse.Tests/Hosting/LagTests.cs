using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>A client that stops reading until it is behind, on a real socket, under each policy.</summary>
public sealed class LagTests
{
    private const int FillerBytes = 30_000;

    /// <summary>20 MB: far more than the kernel takes for a client that does not read.</summary>
    private const int Fillers = 700;

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task Disconnect_ends_the_stream_after_a_whole_frame_and_the_client_that_comes_back_is_told(Way way)
    {
        await using var app = await way.StartAsync(options => options.RetainEvents = 5);
        using var meters = new Meters(app);
        using var client = await SubscribedAsync(app, "/prices/A");
        var epoch = await FillAsync(app);
        await client.ReadToEndAsync();
        Assert.True(client.IsComplete, "The stream was cut inside of a chunk.");

        var events = Events(client);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(Number));
        Assert.InRange(events.Count, 0, Fillers - 6); // None where the machine is so busy that no sweep comes before all is over.
        var last = $"{epoch}-{events.Count}";
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "the stream has ended");
        Assert.Equal(1, meters["aotsse.disconnects{aotsse.reason=lag}"]);

        using var again = await app.SubscribeAsync("/prices/A", ("Last-Event-ID", last));
        Assert.EndsWith($"\nid: {epoch}-{Fillers - 5}\n\n", await again.NextAsync(), StringComparison.Ordinal);
        Assert.Equal($"event: gap\ndata: {{\"lastEventId\":\"{last}\",\"oldest\":\"{epoch}-{Fillers - 4}\",\"reason\":\"evicted\"}}\n\n", await again.NextAsync());
        Assert.StartsWith($"id: {epoch}-{Fillers - 4}\n", await again.NextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, meters["aotsse.replays{aotsse.outcome=evicted}"]);
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task DropOldest_tells_of_each_gap_and_goes_on(Way way)
    {
        await using var app = await way.StartAsync(options => (options.RetainEvents, options.Lag) = (5, LagPolicy.DropOldest));
        using var meters = new Meters(app);
        using var client = await SubscribedAsync(app, "/prices/A");
        var epoch = await FillAsync(app);
        await client.ReadToAsync($"id: {epoch}-{Fillers}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"{new string('x', FillerBytes)}\"}}\n\n");

        var events = Events(client);
        var (last, dropped) = (0, 0);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].EventType == "gap")
            {
                // Overtaken once more before an event was out, it is told of that too.
                var next = events.FindIndex(i, item => item.EventType != "gap");
                if (next > i + 1) Assert.StartsWith($"{{\"lastEventId\":\"{epoch}-{last}\",", events[i].Data, StringComparison.Ordinal);
                else Assert.Equal($"{{\"lastEventId\":\"{epoch}-{last}\",\"oldest\":\"{events[next].EventId}\",\"reason\":\"lagged\"}}", events[i].Data);
                (dropped, last) = (dropped + Number(events[next]) - last - 1, Number(events[next]) - 1);
                i = next;
            }

            Assert.Equal(++last, Number(events[i]));
        }

        Assert.Equal(Fillers, last);
        Assert.True(dropped > 0, "It was never overtaken.");
        Assert.Equal(dropped, meters["aotsse.dropped.events{aotsse.reason=drop_oldest}"]);

        // It goes on as if nothing had been.
        await app.Services.GetRequiredService<Prices>().Halted("A", "next");
        await client.ReadToAsync($"id: {epoch}-{Fillers + 1}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"next\"}}\n\n");
        Assert.Equal(1, app.Hub.ConnectionCount);
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task Coalesce_sends_the_newest_of_each_key_and_everything_without_one(Way way)
    {
        const int changes = 1_000;
        const int cells = 7;
        await using var app = await way.StartAsync(options => (options.RetainEvents, options.RetainBytes) = (10_000, 256 << 20));
        using var meters = new Meters(app);
        var prices = app.Services.GetRequiredService<Prices>();
        using var client = await SubscribedAsync(app, "/board/A");
        using var quick = await SubscribedAsync(app, "/board/A");
        var filler = new string('x', FillerBytes);
        for (var i = 0; i < Fillers; i++) prices.Said("A", filler);
        var readingQuick = quick.ReadToAsync("\"text\":\"end\"}\n\n");
        await Eventually.TrueAsync(() => meters.Recorded("aotsse.lag") > 0, "the client is behind");

        var expected = new List<string>();
        var newest = Enumerable.Range(0, cells).ToDictionary(cell => $"c{cell}", cell => changes - 1 - ((changes - 1 - cell) % cells));
        for (var i = 0; i < changes; i++)
        {
            var cell = $"c{i % cells}";
            prices.CellChanged("A", cell, $"{i}");
            if (newest[cell] == i) expected.Add($"{{\"room\":\"A\",\"cell\":\"{cell}\",\"text\":\"{i}\"}}");
            if (i % 50 != 0) continue;
            prices.Said("A", $"said {i}");
            expected.Add($"{{\"room\":\"A\",\"text\":\"said {i}\"}}");
        }

        prices.Said("A", "end");
        expected.Add("{\"room\":\"A\",\"text\":\"end\"}");
        await client.ReadToAsync("\"text\":\"end\"}\n\n");
        var events = Events(client);
        Assert.All(events.Take(Fillers), item => Assert.Contains(filler, item.Data, StringComparison.Ordinal));
        Assert.Equal(expected, events.Skip(Fillers).Select(item => item.Data));

        // Counted once for each client; the other one reads, and may have been behind for a moment or not.
        await readingQuick;
        var leftOut = Fillers + changes + (changes / 50) + 1 - Events(quick).Count;
        Assert.Equal(changes - cells + leftOut, meters["aotsse.dropped.events{aotsse.reason=coalesce}"]);
    }

    private static async Task<RawClient> SubscribedAsync(TestApp app, string path)
    {
        var there = app.Hub.ConnectionCount;
        var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, path, receiveBuffer: 4_096);
        while (client.Body.Length == 0) await client.ReadAsync(500);
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == there + 1, "it is subscribed");
        return client;
    }

    /// <summary>Publishes so much that a client which does not read is overtaken.</summary>
    private static async Task<string> FillAsync(TestApp app)
    {
        var prices = app.Services.GetRequiredService<Prices>();
        var filler = new string('x', FillerBytes);
        for (var i = 1; i < Fillers; i++) await prices.Halted("A", filler);
        return (await prices.Halted("A", filler)).Id.Epoch;
    }

    private static List<SseItem<string>> Events(RawClient client) =>
        [.. SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(client.Body.ToString()))).Enumerate()];

    private static int Number(SseItem<string> item) => int.Parse(item.EventId!.Split('-')[1], CultureInfo.InvariantCulture);
}
