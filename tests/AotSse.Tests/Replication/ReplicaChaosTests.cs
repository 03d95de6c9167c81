using System.Buffers;
using System.Text;
using AotSse.Hosting;

namespace AotSse.Tests.Replication;

/// <summary>Nodes behind a log whose connections break at random, with publishers on threads of their own: what is published comes once, in one order, everywhere.</summary>
public sealed class ReplicaChaosTests
{
    private const int Nodes = 3;
    private const int Topics = 5;
    private const int EventsPerPublisher = 150;

    private static readonly StreamDefinition Stream = new("/t/{topic}", IsPush: true);

    [Fact]
    public async Task Every_event_comes_once_and_in_the_same_order_on_every_node()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var log = new SharedLog(partitions: 1 + seed % 3);
            var nodes = new EventStreamHub[Nodes];
            for (var i = 0; i < Nodes; i++) nodes[i] = Streams.Node(log.Connect(chaos: seed * 100 + i), Stream);
            try
            {
                var said = $"of seed {seed}";
                await Eventually.TrueAsync(() => Array.TrueForAll(nodes, static node => node.Replica!.IsCaughtUp), $"the nodes {said} have caught up");
                await Task.WhenAll(Enumerable.Range(0, Nodes * 2).Select(publisher => Task.Run(() => Publish(nodes[publisher % Nodes], publisher, new Random(seed * 1000 + publisher)))));

                // A node that starts now reads everything back.
                Array.Resize(ref nodes, Nodes + 1);
                nodes[Nodes] = Streams.Node(log.Connect(chaos: seed), Stream);
                foreach (var node in nodes)
                    await Eventually.TrueAsync(() => Read(node).Sum(static topic => topic.Count) >= Nodes * 2 * EventsPerPublisher, $"everything {said} has come");

                var expected = Read(nodes[0]);
                foreach (var node in nodes) Assert.Equal(expected, Read(node));
                AssertComplete(expected);
            }
            finally
            {
                foreach (var node in nodes) node.Dispose();
            }
        }
    }

    private static void Publish(EventStreamHub node, int publisher, Random random)
    {
        var stream = node.GetStream(Stream.Route);
        for (var i = 0; i < EventsPerPublisher; i++)
        {
            stream.Publish($"{random.Next(Topics)}", $"{publisher} {i}");
            if (random.Next(50) == 0) Thread.Yield();
        }
    }

    /// <summary>The events of each topic, with their ids, as a client gets them that wants all.</summary>
    private static List<List<string>> Read(EventStreamHub node)
    {
        var all = new List<List<string>>();
        for (var topic = 0; topic < Topics; topic++)
        {
            var stream = node.GetStream(Stream.Route);
            var events = new List<string>();
            if (node.Replica!.IsCaughtUp)
            {
                var reader = new LogReader(stream, $"{topic}", $"{stream.OrderOf($"{topic}").Epoch.Name}-0");
                var output = new ArrayBufferWriter<byte>();
                while (reader.Read(output, int.MaxValue) > 0)
                {
                }

                reader.Leave();
                events.AddRange(Encoding.UTF8.GetString(output.WrittenSpan).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static block => block["id: ".Length..].Replace("\ndata: ", " ", StringComparison.Ordinal)));
            }

            all.Add(events);
        }

        return all;
    }

    /// <summary>Each event of each publisher once; those of one topic in the order of their publishing, with ids that grow.</summary>
    private static void AssertComplete(List<List<string>> topics)
    {
        var seen = new HashSet<string>();
        foreach (var topic in topics)
        {
            var newest = new Dictionary<string, int>();
            var number = -1L;
            foreach (var line in topic)
            {
                var parts = line.Split(' ');
                var next = long.Parse(parts[0].Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(next > number, line);
                number = next;
                Assert.True(seen.Add($"{parts[1]} {parts[2]}"), $"{line} came twice");
                var index = int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(index > newest.GetValueOrDefault(parts[1], -1), $"{line} came before one that was published earlier");
                newest[parts[1]] = index;
            }
        }

        Assert.Equal(Nodes * 2 * EventsPerPublisher, seen.Count);
    }
}
