using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting.Direct;

/// <summary>Clients that read in bits and pieces while the topic is busy: whatever the socket takes at once, no byte is lost, doubled or moved.</summary>
public sealed class SlowReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Partial_sends_at_any_byte_leave_the_stream_whole(int seed)
    {
        await using var app = await TestApp.StartAsync(configure: options => options.RetainBytes = 256 << 20);
        var clients = new List<RawClient>();
        for (var i = 0; i < 6; i++) clients.Add(await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A", receiveBuffer: 4_096));
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == clients.Count, "all are subscribed");

        var expected = new List<string>();
        var publishing = Task.Run(async () =>
        {
            var random = new Random(seed);
            var prices = app.Services.GetRequiredService<Prices>();
            for (var i = 0; i < 600; i++)
            {
                var text = $"{i}:{new string((char)('a' + (i % 26)), random.Next(10) == 0 ? random.Next(100_000) : random.Next(300))}";
                expected.Add(text);
                await prices.Halted("A", text);
                if (random.Next(20) == 0) await Task.Yield();
            }

            await prices.Halted("A", "end");
            expected.Add("end");
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(clients.Select((client, i) => Task.Run(() => ReadToAsync(client, new Random(seed + (31 * i)), "\"end\"}\n\n"))));
        await publishing;
        foreach (var client in clients)
        {
            var items = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(client.Body.ToString()))).Enumerate().ToList();
            Assert.Equal(expected.Select(text => $"{{\"symbol\":\"A\",\"reason\":\"{text}\"}}"), items.Select(item => item.Data));
            Assert.Equal(Enumerable.Range(1, expected.Count), items.Select(item => int.Parse(item.EventId!.Split('-')[1], CultureInfo.InvariantCulture)));
            client.Dispose();
        }

        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "all have left");
    }

    /// <summary>The retention overtakes readers again and again: each stream ends behind a whole event, and the next one goes on or tells of a gap.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_reader_that_is_overtaken_finishes_its_event_and_is_told_of_the_gap_when_it_returns(int seed)
    {
        await using var app = await TestApp.StartAsync(configure: options => options.RetainBytes = 300_000);
        var prices = app.Services.GetRequiredService<Prices>();
        var done = false;
        var publishing = Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 1; !Volatile.Read(ref done); i++)
            {
                await prices.Halted("A", $"{i}:{new string('x', random.Next(30_000))}");
                if (random.Next(4) == 0) await Task.Yield();
            }
        }, TestContext.Current.CancellationToken);

        var (reading, last, gaps) = (new Random(seed), 0L, 0);
        string? cursor = null;
        for (var round = 0; round < 15; round++)
        {
            using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A", cursor is null ? "" : $"Last-Event-ID: {cursor}\r\n", receiveBuffer: 4_096);

            // Read a little, let the log run away, then read to the end.
            for (var i = 0; i < 5; i++) await client.ReadAsync(reading.Next(1, 10_000));
            var head = (await prices.Halted("A", "mark")).Id.Number;
            while ((await prices.Halted("A", new string('y', 30_000))).Id.Number < head + 1_000) await Task.Yield();
            while (await client.ReadAsync(reading.Next(1, 60_000)))
            {
            }

            Assert.True(client.IsComplete, "The stream was cut inside of a chunk.");
            var isResumed = cursor is not null;
            foreach (var item in SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(client.Body.ToString()))).Enumerate())
            {
                if (item.EventType == "gap")
                {
                    (isResumed, gaps) = (false, gaps + 1);
                    continue;
                }

                var number = long.Parse(item.EventId!.Split('-')[1], CultureInfo.InvariantCulture);
                if (isResumed) Assert.Equal(last + 1, number);
                else Assert.True(number > last, $"{number} after {last}");
                (isResumed, last, cursor) = (true, number, item.EventId);
            }
        }

        Volatile.Write(ref done, true);
        await publishing;
        Assert.True(gaps > 0, "The retention never overtook the reader: the test proves nothing.");
    }

    private static async Task ReadToAsync(RawClient client, Random random, string end)
    {
        while (!EndsWith(client.Body, end))
        {
            Assert.True(await client.ReadAsync(random.Next(5) == 0 ? random.Next(1, 20) : random.Next(1, 30_000)), "The stream ended early.");
            if (random.Next(10) == 0) await Task.Yield();
        }
    }

    private static bool EndsWith(StringBuilder text, string end) => text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end;
}
