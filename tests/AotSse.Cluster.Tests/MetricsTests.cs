namespace AotSse.Cluster.Tests;

/// <summary>What a node tells of the broker in figures.</summary>
public sealed class MetricsTests(RunningBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task They_say_what_has_happened()
    {
        using var network = new TcpRelay(broker.Node.Port);
        await using var nodes = await Nodes.StartAsync(1, BrokerNode.UrlAt(network.Port), RunningBroker.NewStream(), "--retain-events", "5", "--rabbitmq-partitions", "2");
        await Metrics.ReadAsync(nodes[0]); // Histograms begin when they are first asked for.
        var ledger = new Ledger();
        for (var number = 0; number < 20; number++) ledger.Confirm("a", $"{(await nodes[0].Publisher.PublishAsync("a", $"event-{number}")).Id}", $"event-{number}");
        var all = ledger.Of(static _ => true);
        await using var client = new Listener(nodes, "/stream/a", seed: 1, $"{all[0].Id}");
        await client.ReachedAsync(all[^1].Id.Number, Limit);

        var metrics = await Metrics.ReadAsync(nodes[0]);
        Assert.Equal(20, metrics.Value("aotsse_replication_confirm_duration_seconds", "histogram", "_count"));
        Assert.InRange(metrics.Value("aotsse_replication_confirm_duration_seconds", suffix: "_sum"), 0.001, 60);
        Assert.Equal(0, metrics.Value("aotsse_replication_buffered", "gauge"));
        Assert.Equal(0, metrics.Value("aotsse_replication_lag", "gauge"));
        Assert.InRange(metrics.Value("aotsse_replication_replayed_events", "counter", "_total"), 14, 19);
        Assert.True(metrics.Value("aotsse_replication_reconnects", "counter", "_total") == 0, nodes[0].Said());
        Assert.Equal(0, metrics.Value("aotsse_replication_duplicates", "counter", "_total"));

        network.Cut(letNobodyIn: true);
        await Deadline.UntilAsync(() => nodes.ReadinessAsync(0), static answer => (int)answer.Status == 503, Limit, "the node misses the broker");
        network.LetIn();
        await nodes.ReadyAsync();
        Assert.InRange((await Metrics.ReadAsync(nodes[0])).Value("aotsse_replication_reconnects", suffix: "_total"), 1, 8);
    }
}
