using System.Globalization;
using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>The rounds: at each work the setups take turns, each with fresh nodes and a fresh stream.</summary>
internal sealed class ClusterRun(LoadClient load, Contestant server, Broker broker, LoopbackPorts ports, ClusterOptions options, CancellationToken cancellation)
{
    private int _streams;

    public IReadOnlyList<ClusterResult> Measure()
    {
        var results = new List<ClusterResult>();
        foreach (var work in options.Works)
        {
            ClusterResult[] turn = [.. work.Setups.Select(setup => new ClusterResult(work, setup))];
            results.AddRange(turn);
            for (var round = 0; round < options.Rounds; round++)
            {
                // Reversed in every other round: nobody always follows the same one.
                foreach (var result in round % 2 == 0 ? turn : turn.Reverse())
                {
                    Console.Error.WriteLine($"{work.Name}, round {round + 1} of {options.Rounds}: {result.Setup.Title}");
                    result.Add(MeasureOne(work, result.Setup));
                }
            }
        }

        return results;
    }

    private LoadResult[] MeasureOne(ClusterWork work, Setup setup)
    {
        var nodes = new List<Node>();
        try
        {
            var stream = $"bench-{_streams++}";
            for (var i = 0; i < setup.Nodes; i++) nodes.Add(Node.Start(server, ports.NextPair(), setup.HasBroker ? broker : null, stream, setup.Partitions));
            foreach (var node in nodes) node.WaitUntilReady(cancellation);

            (Node Publisher, Node Subscriber)[] pairs = setup.IsAcross ? [(nodes[0], nodes[1])] : [.. nodes.Select(node => (node, node))];
            var loads = pairs.Select((pair, i) => Task.Run(() => load.Run(ArgumentsOf(work, pair.Publisher, pair.Subscriber, i), work.Name, options.Seconds, pair.Subscriber.Process, cancellation)));
            return Task.WhenAll(loads).GetAwaiter().GetResult();
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    private string[] ArgumentsOf(ClusterWork work, Node publisher, Node subscriber, int number) =>
    [
        .. work.Load,
        "--ndjson", "--publish-path", "/stream/",
        "--topic", $"topic-{number}",
        "--port", Text(subscriber.Port),
        "--publish-port", Text(publisher.Port + 1),
        "--pid", Text(subscriber.Process.Id),
        "--beside", Text(broker.Id),
        "--seconds", options.Seconds.ToString(CultureInfo.InvariantCulture),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
