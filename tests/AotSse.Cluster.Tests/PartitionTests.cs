namespace AotSse.Cluster.Tests;

/// <summary>Topics spread over several streams of the broker.</summary>
public sealed class PartitionTests(RunningBroker broker)
{
    private const int TopicCount = 20;
    private const int EventsPerTopic = 50;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Each_topic_has_one_order_on_all_nodes()
    {
        await using var nodes = await StartAsync(3);
        var clients = Enumerable.Range(0, TopicCount * nodes.Count).Select(i => (Topic: $"t{i % TopicCount}", Client: new Listener(nodes, $"/stream/t{i % TopicCount}", i, only: i / TopicCount))).ToList();
        foreach (var (_, client) in clients) await client.SubscribedAsync();

        var ledger = new Ledger();
        await Task.WhenAll(Enumerable.Range(0, TopicCount).Select(async i =>
        {
            var publisher = new KeyedPublisher(nodes, ledger, i);
            for (var number = 0; number < EventsPerTopic; number++) await publisher.PublishAsync($"t{i}", $"t{i}-{number}");
        }));

        foreach (var (topic, client) in clients)
        {
            await client.ReachedAsync(ledger.Of(one => one == topic)[^1].Id.Number, Limit);
            await client.StopAsync();
            ledger.Check(client, one => one == topic, seed: 0);
            Assert.Equal(Enumerable.Range(0, EventsPerTopic).Select(number => $"{topic}-{number}"), client.Events.Select(static one => one.Data));
            Assert.Single(client.Events.DistinctBy(static one => one.Id.Epoch));
            await client.DisposeAsync();
        }

        // Each partition names its ids itself: twenty topics are in several.
        Assert.InRange(ledger.Of(static _ => true).DistinctBy(static one => one.Id.Epoch).Count(), 2, 4);
    }

    [Fact]
    public async Task Several_topics_on_one_connection_have_no_common_order_and_are_refused()
    {
        await using var nodes = await StartAsync(1);
        var problem = (await new ControlApi(nodes[0].Origin).GetAsync("/stream?topic=a&topic=b*")).Problem(400);
        Assert.Contains("partition", problem.GetProperty("detail").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    private Task<Nodes> StartAsync(int count) => Nodes.StartAsync(count, broker.Url, RunningBroker.NewStream(), "--rabbitmq-partitions", "4");
}
