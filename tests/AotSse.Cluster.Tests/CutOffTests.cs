using System.Diagnostics;

namespace AotSse.Cluster.Tests;

/// <summary>A node whose network to the broker loses everything for a while, without closing anything.</summary>
public sealed class CutOffTests(RunningBroker broker)
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Clients_of_a_node_that_was_cut_off_catch_up_in_order()
    {
        using var network = new TcpRelay(broker.Node.Port);
        await using var nodes = await Nodes.StartAsync(2, node => node == 0 ? BrokerNode.UrlAt(network.Port) : broker.Url, RunningBroker.NewStream());
        await using var one = new Listener(nodes, "/stream/a", seed: 1, only: 0);
        await using var several = new Listener(nodes, "/stream?topic=a&topic=b*", seed: 2, only: 0);
        await using var elsewhere = new Listener(nodes, "/stream/a", seed: 3, only: 1);
        Listener[] clients = [one, several, elsewhere];
        foreach (var client in clients) await client.SubscribedAsync();

        var ledger = new Ledger();
        await PublishAsync(nodes[1], ledger, 0, 50);
        foreach (var client in clients) await client.ReachedAsync(ledger.Of(static topic => topic == "a")[^1].Id.Number, Limit);

        network.Hold();
        var watch = Stopwatch.StartNew();
        var lost = TryPublishAsync(nodes, node: 0);
        var next = 50;
        for (; watch.Elapsed < Away; next += 10)
        {
            await PublishAsync(nodes[1], ledger, next, next + 10);
            await elsewhere.ReachedAsync(ledger.Of(static topic => topic == "a")[^1].Id.Number, Limit);
        }

        Assert.True(one.Last < elsewhere.Last, "The node was not cut off.");
        Assert.Equal(503, await lost);
        Assert.Equal(200, await TryPublishAsync(nodes, node: 1));
        Assert.InRange(Stopwatch.GetElapsedTime(one.Heard).TotalSeconds, 0, 6); // It gets its heartbeats.

        network.Release();
        await nodes.ReadyAsync();
        await PublishAsync(nodes[0], ledger, next, next + 10);
        foreach (var client in clients)
        {
            await client.ReachedAsync(ledger.Of(static topic => topic == "a")[^1].Id.Number, Limit);
            await client.StopAsync();
            Assert.Equal(1, client.Connections);
        }

        // What its first publisher was refused for came once, by the second.
        foreach (var client in clients) Assert.Single(client.Events, static one => one.Data == "asked twice");
        var asked = elsewhere.Events.First(static one => one.Data == "asked twice");
        ledger.Confirm("a", $"{asked.Id}", asked.Data);
        ledger.Check(one, static topic => topic == "a", seed: 1);
        ledger.Check(several, static _ => true, seed: 2);
        ledger.Check(elsewhere, static topic => topic == "a", seed: 3);
    }

    private static async Task PublishAsync(ServerProcess node, Ledger ledger, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            var topic = number % 2 == 0 ? "a" : "b1";
            ledger.Confirm(topic, $"{(await node.Publisher.PublishAsync(topic, $"event-{number}")).Id}", $"event-{number}");
        }
    }

    private static async Task<int> TryPublishAsync(Nodes nodes, int node)
    {
        using var client = new HttpClient { Timeout = Deadline.Usual };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{nodes.ControlOf(node)}/stream/a")) { Content = new StringContent("asked twice") };
        request.Headers.Add("Idempotency-Key", "\"asked\"");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
