using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting.Direct;

/// <summary>Alone in the process: it measures what the whole process allocates.</summary>
[CollectionDefinition(nameof(DeliveryTests), DisableParallelization = true)]
[Collection(nameof(DeliveryTests))]
public sealed class DeliveryTests
{
    private const int Subscribers = 100;

    /// <summary>Less than a topic retains: nobody may be overtaken.</summary>
    private const int AtOnce = 500;

    /// <summary>A million deliveries. The process does other things too, so what it allocates meanwhile is set against that million.</summary>
    [Fact]
    public async Task Deliveries_allocate_nothing()
    {
        const int events = 10_000;
        await using var app = await TestApp.StartAsync(configure: options => options.RetainBytes = 64 << 20);
        var prices = app.Services.GetRequiredService<Prices>();
        using var readers = new PollingReaders(app.Client.BaseAddress!.Port, "/prices/A", Subscribers, (byte)'{'); // Each event has one; a frame cut in two by a read is counted by the half that has it.
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == Subscribers, "all are subscribed");

        // Until the log's segments go round: a topic keeps 1,000 events.
        Publish(events);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Publish(events);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.True(allocated < Subscribers * events / 10, $"{allocated} bytes for {Subscribers * events} deliveries");

        void Publish(int count)
        {
            for (var i = 1; i <= count; i++)
            {
                prices.PriceChanged("A", i);
                if (i % AtOnce == 0) readers.WaitForNext(AtOnce * Subscribers);
            }
        }
    }

    /// <summary>Ten thousand heartbeats, at the shortest interval there is.</summary>
    [Fact]
    public async Task Heartbeats_allocate_nothing()
    {
        const int heartbeats = 10_000;
        await using var app = await TestApp.StartAsync(configure: options => options.Heartbeat = TimeSpan.FromMilliseconds(10));
        using var readers = new PollingReaders(app.Client.BaseAddress!.Port, "/prices/A", Subscribers, (byte)'3'); // The size of the chunk.
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == Subscribers, "all are subscribed");
        readers.WaitForAtLeast(heartbeats / 2);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        readers.WaitForAtLeast(heartbeats);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        // The timer, which comes four times in an interval, walks the topics with an enumerator: far less than one object for each heartbeat.
        Assert.True(allocated < 20 * heartbeats, $"{allocated} bytes for {heartbeats} heartbeats");
    }
}
