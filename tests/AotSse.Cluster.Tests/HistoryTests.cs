using System.Globalization;

namespace AotSse.Cluster.Tests;

/// <summary>Clients whose cursor is older than what a node keeps are served from the broker.</summary>
public sealed class HistoryTests(RunningBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task A_node_that_has_just_started_and_keeps_little_serves_old_cursors_exactly()
    {
        await using var nodes = await Nodes.StartAsync(2, broker.Url, RunningBroker.NewStream(), "--retain-events", "10");
        var ledger = new Ledger();
        var start = await new ControlApi(nodes.ControlOf(1)).PublishAsync("elsewhere", "before everything");
        await PublishAsync(nodes, ledger, "a", 500);
        await PublishAsync(nodes, ledger, "b/1", 500);
        await nodes.KillAsync(0);
        await nodes.StartAsync(0);
        await nodes.ReadyAsync(0);

        await using var one = new Listener(nodes, "/stream/a", seed: 1, $"{start.Id}", only: 0);
        await using var several = new Listener(nodes, "/stream?topic=a&topic=b/*", seed: 2, $"{start.Id}", only: 0);
        await using var middle = new Listener(nodes, "/stream/a", seed: 3, $"{ledger.Of(static topic => topic == "a")[99].Id}", only: 0);

        // While they are served, and after.
        await PublishAsync(nodes, ledger, "a", 200, from: 500);
        await PublishAsync(nodes, ledger, "b/1", 200, from: 500);
        await CheckAsync(one, ledger.Of(static topic => topic == "a"));
        await CheckAsync(several, ledger.Of(static _ => true));
        await CheckAsync(middle, ledger.Of(static topic => topic == "a")[100..]);
    }

    [Fact]
    public async Task What_has_become_too_old_for_a_node_comes_from_the_broker()
    {
        await using var nodes = await Nodes.StartAsync(1, broker.Url, RunningBroker.NewStream(), "--retain-seconds", "1");
        var ledger = new Ledger();
        await PublishAsync(nodes, ledger, "a", 50);
        await PublishAsync(nodes, ledger, "b", 50);
        await Deadline.UntilAsync(() => new ControlApi(nodes.ControlOf(0)).GetAsync("/streams"), static answer => !answer.Body.Contains("\"a\"", StringComparison.Ordinal), Limit, "the node keeps none of them");

        await using var one = new Listener(nodes, "/stream/a", seed: 1, $"{ledger.Of(static topic => topic == "a")[9].Id}");
        await using var several = new Listener(nodes, "/stream?topic=a&topic=b", seed: 2, $"{ledger.Of(static topic => topic == "a")[9].Id}");
        await CheckAsync(one, ledger.Of(static topic => topic == "a")[10..]);
        await CheckAsync(several, ledger.Of(static _ => true)[10..]);
    }

    /// <summary>The broker's past reaches further than a node that starts reads back, which is what it keeps and half a minute.</summary>
    [Fact]
    public async Task A_node_that_has_never_read_the_events_serves_them_from_the_broker()
    {
        var old = broker.Old;
        await Deadline.UntilAsync(() => Task.FromResult(old.Age), static age => age > TimeSpan.FromSeconds(33), Limit, "the events are older than what a node reads back");
        await using var nodes = await Nodes.StartAsync(1, broker.Url, old.Stream, "--retain-seconds", "1");
        await using var client = new Listener(nodes, "/stream/a", seed: 1, $"{old.Events[9].Id}");
        await CheckAsync(client, old.Events[10..]);
    }

    [Fact]
    public async Task What_the_broker_has_forgotten_too_is_a_gap()
    {
        const int bytes = 1_000, count = 4_000;
        await using var nodes = await Nodes.StartAsync(1, broker.Url, RunningBroker.NewStream(), "--retain-events", "10", "--rabbitmq-max-bytes", "1000000");
        var ledger = new Ledger();
        await PublishAsync(nodes, ledger, "a", count, bytes: bytes);
        var all = ledger.Of(static _ => true);

        await using var client = new Listener(nodes, "/stream/a", seed: 1, $"{all[0].Id}");
        await client.ReachedAsync(all[^1].Id.Number, Limit);
        await client.StopAsync();
        using var gap = System.Text.Json.JsonDocument.Parse(client.Gap!);
        Assert.Equal(("evicted", $"{all[0].Id}"), (gap.RootElement.GetProperty("reason").GetString(), gap.RootElement.GetProperty("lastEventId").GetString()));

        // From the oldest that is there on it is complete, and that is most of what the broker may keep.
        var oldest = EventId.Parse(gap.RootElement.GetProperty("oldest").GetString()!).Number;
        Assert.Equal(all.Where(one => one.Id.Number >= oldest).Select(static one => (one.Id, one.Data)), client.Events.Select(static one => (one.Id, one.Data)));
        Assert.InRange(client.Events.Count, 500, 1_200);
    }

    [Fact]
    public async Task A_client_that_does_not_read_its_past_holds_up_nobody()
    {
        await using var nodes = await Nodes.StartAsync(1, broker.Url, RunningBroker.NewStream(), "--retain-events", "10");
        var ledger = new Ledger();
        await PublishAsync(nodes, ledger, "a", 12_000, bytes: 1_000);
        var past = ledger.Of(static _ => true);

        await using var live = new Listener(nodes, "/stream/b", seed: 1);
        await live.SubscribedAsync();
        var stuck = new List<RawConnection>();
        for (var i = 0; i < 4; i++)
        {
            stuck.Add(await RawConnection.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, nodes.PortOf(0)), smallReceiveBuffer: true));
            await stuck[^1].SendAsync($"GET /stream/a HTTP/1.1\r\nHost: 127.0.0.1\r\nLast-Event-ID: {past[0].Id}\r\n\r\n");
        }

        using var _ = new Disposables(stuck);
        for (var number = 0; number < 300; number++)
        {
            var published = await new ControlApi(nodes.ControlOf(0)).PublishAsync("b", $"{number}");
            await live.ReachedAsync(published.Id.Number, TimeSpan.FromSeconds(2));
        }

        // Nor others who read theirs.
        await using var reader = new Listener(nodes, "/stream/a", seed: 2, $"{past[0].Id}");
        await CheckAsync(reader, past[1..]);
    }

    private static async Task PublishAsync(Nodes nodes, Ledger ledger, string topic, int count, int from = 0, int bytes = 0)
    {
        var publisher = new KeyedPublisher(nodes, ledger, seed: 1);
        var padding = new string('.', bytes);
        foreach (var chunk in Enumerable.Range(from, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{topic}-{number}{padding}")).Chunk(200)) await publisher.PublishAsync(topic, chunk);
    }

    private static async Task CheckAsync(Listener client, Received[] expected)
    {
        await client.ReachedAsync(expected[^1].Id.Number, Limit);
        await client.StopAsync();
        Assert.Null(client.Gap);
        Assert.Equal(expected.Select(static one => (one.Id, one.Data)), client.Events.Select(static one => (one.Id, one.Data)));
        Assert.All(client.Events, (one, i) => Assert.Equal(one.Topic is null ? null : expected[i].Topic, one.Topic));
    }
}
