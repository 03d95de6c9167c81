using System.Diagnostics;
using System.Globalization;

namespace AotSse.Cluster.Tests;

/// <summary>The only broker is killed and comes back.</summary>
public sealed class BrokerLossTests(RunningBroker broker)
{
    private const int EventCount = 2_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Nothing_confirmed_is_lost_and_nobody_is_thrown_out()
    {
        await using var nodes = await Nodes.StartAsync(2, broker.Url, RunningBroker.NewStream());
        var clients = Enumerable.Range(0, 20).Select(i => new Listener(nodes, i % 2 == 0 ? "/stream/a" : "/stream?topic=a", i, only: i / 2 % 2)).ToList();
        foreach (var client in clients) await client.SubscribedAsync();

        var ledger = new Ledger();
        var publishing = Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => PublishAsync(nodes, ledger, publisher)));
        await Deadline.UntilAsync(() => Task.FromResult(ledger.Count), static count => count > EventCount / 4, Limit, "a quarter is confirmed");
        await broker.Node.KillAsync();
        for (var node = 0; node < nodes.Count; node++) await RefusesAsync(nodes, node);

        var silentSince = Stopwatch.GetTimestamp();
        foreach (var client in clients)
            await Deadline.UntilAsync(() => Task.FromResult(client.Heard), heard => heard > silentSince, Deadline.Usual, "a heartbeat while the broker is away");

        Assert.True(ledger.Count < EventCount, "The broker was killed too late to be missed.");
        await broker.Node.StartAsync();
        await nodes.ReadyAsync();
        await publishing.Within(Limit, () => $"{ledger.Count} of {EventCount} events are confirmed");

        Assert.Equal(EventCount, ledger.Count);
        foreach (var client in clients)
        {
            await client.ReachedAsync(ledger.Of(static _ => true)[^1].Id.Number, Limit);
            await client.StopAsync();
            ledger.Check(client, static _ => true, seed: 0);
            Assert.Equal(1, client.Connections);
            await client.DisposeAsync();
        }
    }

    private static async Task PublishAsync(Nodes nodes, Ledger ledger, int publisher)
    {
        var keyed = new KeyedPublisher(nodes, ledger, publisher);
        for (var number = publisher; number < EventCount; number += 4) await keyed.PublishAsync("a", string.Create(CultureInfo.InvariantCulture, $"event-{number}"));
    }

    /// <summary>A publisher is told so at once, and so is whoever asks whether the node is ready.</summary>
    private static async Task RefusesAsync(Nodes nodes, int node)
    {
        var notReady = await Deadline.UntilAsync(() => nodes.ReadinessAsync(node), static answer => (int)answer.Status == 503, Deadline.Usual, "the node misses the broker");
        Assert.Contains("the replicated log cannot be reached", notReady.Text, StringComparison.Ordinal);

        using var client = new HttpClient { Timeout = Deadline.Usual };
        var watch = Stopwatch.StartNew();
        using var response = await client.PostAsync(new Uri($"{nodes.ControlOf(node)}/stream/a"), new StringContent("refused"), TestContext.Current.CancellationToken);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 4); // A confirmation is waited for five seconds.
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        (await Answer.FromAsync(response)).Problem(503);
    }
}
