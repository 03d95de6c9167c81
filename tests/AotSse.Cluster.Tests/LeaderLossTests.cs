using System.Globalization;

namespace AotSse.Cluster.Tests;

/// <summary>Three brokers, of which the one that leads the stream is killed.</summary>
public sealed class LeaderLossTests
{
    private const int EventCount = 4_000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Nothing_confirmed_is_lost_with_the_leader()
    {
        var stream = RunningBroker.NewStream();
        await using var brokers = await BrokerCluster.StartAsync();
        await using var nodes = await Nodes.StartAsync(2, brokers.Urls, stream);
        var clients = Enumerable.Range(0, 20).Select(i => new Listener(nodes, "/stream/a", i)).ToList();
        foreach (var client in clients) await client.SubscribedAsync();

        var leader = await brokers.LeaderOfAsync(stream);
        var ledger = new Ledger();
        var publishing = Task.WhenAll(Enumerable.Range(0, 4).Select(publisher => PublishAsync(nodes, ledger, publisher)));
        await Deadline.UntilAsync(() => Task.FromResult(ledger.Count), static count => count > EventCount / 4, Limit, "a quarter is confirmed");
        await leader.KillAsync();
        var before = ledger.Count;
        Assert.True(before < EventCount, "The leader was killed too late to be missed.");
        await publishing.Within(Limit, () => $"{ledger.Count} of {EventCount} events are confirmed, {before} of them by the leader that was killed. {nodes[0].Said()} {nodes[1].Said()}");

        // It comes back as a follower, and what was confirmed without it stays.
        await leader.StartAsync();
        await new KeyedPublisher(nodes, ledger, 4).PublishAsync("a", "last");
        foreach (var client in clients)
        {
            await client.ReachedAsync(ledger.Of(static _ => true)[^1].Id.Number, Limit);
            await client.StopAsync();
            ledger.Check(client, static _ => true, seed: 0);
            await client.DisposeAsync();
        }
    }

    private static async Task PublishAsync(Nodes nodes, Ledger ledger, int publisher)
    {
        var keyed = new KeyedPublisher(nodes, ledger, publisher);
        for (var number = publisher; number < EventCount; number += 4) await keyed.PublishAsync("a", string.Create(CultureInfo.InvariantCulture, $"event-{number}"));
    }
}
