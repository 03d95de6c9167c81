using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AotSse.Cluster.Tests;

/// <summary>Nodes die at random and come back, clients are thrown from node to node, publishers ask again until they are answered: and everybody gets the same.</summary>
public sealed class ChaosTests(RunningBroker broker, ITestOutputHelper output)
{
    private const int NodeCount = 3;
    private const int TopicCount = 50;
    private const int PublisherCount = 8;

    /// <summary>Clients of one topic each, and of ten each by a pattern and a name: 300.</summary>
    private const int SingleCount = 250;
    private const int ManyCount = 50;

    /// <summary>Events of the first seed. The others have a fifth, so that twenty fit into a run of a few minutes on two cores, unless told otherwise.</summary>
    private const int MostEvents = 20_000;
    private const int FewerEvents = 4_000;

    private const int BatchSize = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestDeath = TimeSpan.FromSeconds(1);

    /// <summary>Twenty seeds, which differ from run to run, each with its number of events. One that failed can be named, to run it alone; and a number of events for all.</summary>
    public static TheoryData<int, int> Seeds { get; } = CreateSeeds();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Everybody_gets_every_confirmed_event_once_in_one_order(int seed, int events)
    {
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);

        // What a topic keeps differs, from some twenty events to all: some clients come back within it, and some are served from the broker.
        await using var nodes = await Nodes.StartAsync(NodeCount, broker.Url, RunningBroker.NewStream(), "--retain-bytes", $"{random.Next(1_500, 50_000)}");
        var clients = Subscribe(nodes, random);
        try
        {
            foreach (var (client, _) in clients) await client.SubscribedAsync();

            var ledger = new Ledger();
            using var published = new CancellationTokenSource();

            // One dies among the first half of the events, however fast they are published. A node that starts reads everything back: with more events it lives longer, so that it is of use at all.
            var firstDeath = ledger.ReachedAsync(random.Next(1, events / 2));
            var killing = KillAsync(nodes, firstDeath, TimeSpan.FromMilliseconds(1_000 + events / 4), new Random(random.Next()), published.Token);
            var retries = await PublishAsync(nodes, ledger, events, random).Within(Limit, () => $"seed {seed}: {ledger.Count} of {events} events are confirmed");
            await published.CancelAsync();
            var kills = await killing;
            Assert.Equal(events, ledger.Count);
            Assert.True(kills > 0, "No node was killed.");

            foreach (var (client, topics) in clients) await client.ReachedAsync(ledger.Of(topics)[^1].Id.Number, Limit);
            foreach (var (client, topics) in clients)
            {
                await client.StopAsync();
                ledger.Check(client, topics, seed);
            }

            output.WriteLine($"Seed {seed}: {events} events, {clients.Sum(static one => one.Client.Events.Count)} deliveries, {kills} kills, {retries} retries, " +
                $"{clients.Sum(static one => one.Client.Connections)} connections, {watch.Elapsed.TotalSeconds:0.0} s");
        }
        finally
        {
            foreach (var (client, _) in clients) await client.DisposeAsync();
        }
    }

    private static TheoryData<int, int> CreateSeeds()
    {
        var (seeds, first) = (new TheoryData<int, int>(), Setting("AOTSSE_CHAOS_SEED") ?? Random.Shared.Next(1_000_000));
        var count = Setting("AOTSSE_CHAOS_SEED") is null ? 20 : 1;
        for (var i = 0; i < count; i++) seeds.Add(first + i, Setting("AOTSSE_CHAOS_EVENTS") ?? (i == 0 ? MostEvents : FewerEvents));
        return seeds;

        static int? Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : null;
    }

    private static string TopicOf(int number) => string.Create(CultureInfo.InvariantCulture, $"t{number % TopicCount:00}");

    private static List<(Listener Client, Func<string, bool> Topics)> Subscribe(Nodes nodes, Random random)
    {
        var clients = new List<(Listener, Func<string, bool>)>();
        for (var i = 0; i < SingleCount; i++)
        {
            var topic = TopicOf(i);
            clients.Add((new Listener(nodes, $"/stream/{topic}", random.Next(), longestStay: LongestStay), one => one == topic));
        }

        for (var i = 0; i < ManyCount; i++)
        {
            var (tens, more) = ($"t{i % 5}", TopicOf(i * 7));
            clients.Add((new Listener(nodes, $"/stream?topic={tens}*&topic={more}", random.Next(), longestStay: LongestStay),
                one => one == more || one.StartsWith(tens, StringComparison.Ordinal)));
        }

        return clients;
    }

    /// <summary>Publishes all events by several publishers, who take what is next: some one by one, some in batches.</summary>
    /// <returns>How often something was sent again.</returns>
    private static async Task<int> PublishAsync(Nodes nodes, Ledger ledger, int events, Random random)
    {
        var work = new ConcurrentQueue<(string Topic, string[] Batch)>();
        for (var number = 0; number < events;)
        {
            // Every topic gets one at least.
            var topic = TopicOf(number < TopicCount ? number : random.Next());
            var count = number < TopicCount || random.Next(4) > 0 ? 1 : BatchSize;
            var batch = Enumerable.Range(number, Math.Min(count, events - number)).Select(static one => string.Create(CultureInfo.InvariantCulture, $"event-{one}"));
            work.Enqueue((topic, [.. batch]));
            number += count;
        }

        var publishers = Enumerable.Range(0, PublisherCount).Select(async _ =>
        {
            var publisher = new KeyedPublisher(nodes, ledger, random.Next());
            while (work.TryDequeue(out var next)) await (next.Batch.Length == 1 ? publisher.PublishAsync(next.Topic, next.Batch[0]) : publisher.PublishAsync(next.Topic, next.Batch));

            return publisher.Retries;
        }).ToList();
        return (await Task.WhenAll(publishers)).Sum();
    }

    /// <summary>Kills one node after the other, each at a time of its own, and starts it again, until told to stop; then all run.</summary>
    /// <returns>How often.</returns>
    private static async Task<int> KillAsync(Nodes nodes, Task firstDeath, TimeSpan longestLife, Random random, CancellationToken stop)
    {
        var kills = 0;
        var first = random.Next(nodes.Count);
        await Task.WhenAll(Enumerable.Range(0, nodes.Count).Select(async node =>
        {
            if (node == first)
            {
                await firstDeath;
                await KillOnceAsync(node);
            }

            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(AtMost(longestLife), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!stop.IsCancellationRequested) await KillOnceAsync(node);
            }
        }));
        return kills;

        async Task KillOnceAsync(int node)
        {
            await nodes.KillAsync(node);
            Interlocked.Increment(ref kills);
            await Task.Delay(AtMost(LongestDeath), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await nodes.StartAsync(node);
        }

        TimeSpan AtMost(TimeSpan longest)
        {
            lock (random) return random.NextDouble() * longest;
        }
    }
}
