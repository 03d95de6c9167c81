namespace AotSse.Cluster.Tests;

/// <summary>A node that is told to stop while the broker does not answer.</summary>
public sealed class StopTests(RunningBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>The publisher has gone, so that only the node still knows of the events.</summary>
    [Fact]
    public async Task What_is_not_confirmed_is_sent_before_the_node_ends()
    {
        const int count = 100;
        using var network = new TcpRelay(broker.Node.Port);
        await using var nodes = await Nodes.StartAsync(2, node => node == 0 ? BrokerNode.UrlAt(network.Port) : broker.Url, RunningBroker.NewStream());
        await using var client = new Listener(nodes, "/stream/a", seed: 1, only: 1);
        await client.SubscribedAsync();

        network.Hold();
        using (var publisher = await RawConnection.ConnectAsync(nodes.ControlOf(0)))
        {
            var lines = string.Concat(Enumerable.Range(0, count).Select(static number => $"{{\"data\":\"event-{number}\"}}\n"));
            await publisher.SendAsync($"POST /stream/a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: {lines.Length}\r\n\r\n{lines}");
            await Deadline.UntilAsync(() => Metrics.ReadAsync(nodes[0]), static metrics => metrics.Value("aotsse_replication_buffered") == count, Limit, "all events wait at the node");
        }

        nodes[0].Terminate();
        await Deadline.UntilAsync(() => ReadinessAsync(nodes), static text => text.Contains("draining", StringComparison.Ordinal) || text.Length == 0, Limit, "the node is stopping");
        network.Release();
        Assert.Equal(0, await nodes[0].WaitForExitAsync(Limit));

        await Deadline.UntilAsync(() => Task.FromResult(client.Events.Count), static got => got >= count, Limit, "all events have come");
        await client.StopAsync();
        Assert.Equal(Enumerable.Range(0, count).Select(static number => $"event-{number}"), client.Events.Select(static one => one.Data));
    }

    [Fact]
    public async Task A_node_whose_broker_does_not_come_back_ends_all_the_same()
    {
        using var network = new TcpRelay(broker.Node.Port);
        await using var nodes = await Nodes.StartAsync(1, BrokerNode.UrlAt(network.Port), RunningBroker.NewStream());
        network.Cut(letNobodyIn: true);
        await Deadline.UntilAsync(() => nodes.ReadinessAsync(0), static answer => (int)answer.Status == 503, Limit, "the node misses the broker");
        nodes[0].Terminate();
        Assert.Equal(0, await nodes[0].WaitForExitAsync(Limit));
    }

    /// <summary>What the node says, or nothing once it listens no more.</summary>
    private static async Task<string> ReadinessAsync(Nodes nodes)
    {
        try
        {
            return (await nodes.ReadinessAsync(0)).Text;
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }
}
