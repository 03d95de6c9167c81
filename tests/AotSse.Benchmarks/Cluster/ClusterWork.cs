namespace AotSse.Benchmarks.Cluster;

/// <summary>One thing that is measured of each of its setups.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">Its headline.</param>
/// <param name="Setups">The first one is what the others are set against.</param>
/// <param name="Load">The arguments of the load client.</param>
/// <param name="About">How it is done, for the document.</param>
internal sealed record ClusterWork(string Name, string Title, Setup[] Setups, string[] Load, string About)
{
    public static readonly ClusterWork Latency = new("latency", "Latency at 1,000 events/s", [Setup.Memory, Setup.Broker, Setup.Across, Setup.Partitioned],
        ["--work", "paced", "--rate", "1000", "--subscribers", "1"],
        "One publisher, one subscriber. From the publishing to the subscriber's receiving; *added* is the median of the differences to the in-memory log within each round. "
        + "Lines of the open POST that come while the line before is not confirmed wait for it. *Node CPU* is that of the node with the subscriber: from node to node it only reads. Events that come one by one cost each the waking of every "
        + "thread on their way, which is most of the CPU here.");

    public static readonly ClusterWork Throughput = new("throughput", "Publishers at full speed", [Setup.Memory, Setup.Broker, Setup.Three, Setup.ThreePartitioned],
        ["--work", "saturated", "--window", "2048", "--subscribers", "1"],
        "Each node has one publisher, and one subscriber of that publisher's topic; a publisher is at most 2,048 events ahead of it. Events/s is the sum over the nodes. Every node also reads the events of the others. "
        + "*Node CPU* is that of all nodes, *broker CPU* that of RabbitMQ, each divided by the events.");

    public static readonly ClusterWork Delivery = new("delivery", "500 subscribers, 100 events/s", [Setup.Memory, Setup.Broker],
        ["--work", "paced", "--rate", "100", "--subscribers", "500"],
        "CPU of the node divided by the events that it delivered: what came from the broker is sent like any other.");

    /// <summary>Measured by <see cref="HistoryRun"/>, without the load client.</summary>
    public static readonly ClusterWork History = new("history", "A node reads back", [], [],
        "A node starts beside a broker that holds events of the last ten minutes, on 100 topics. From its start to `/readyz`, less the same with an empty stream.");

    public static readonly ClusterWork[] All = [Latency, Throughput, Delivery, History];
}
