namespace AotSse.Benchmarks.Cluster;

/// <summary>Where the events of a measurement go.</summary>
/// <param name="Title">Its row in the tables.</param>
/// <param name="Nodes">How many nodes run.</param>
/// <param name="Partitions">Over how many streams the broker spreads the topics; 0 without a broker.</param>
internal sealed record Setup(string Title, int Nodes, int Partitions)
{
    /// <summary>What the others are set against.</summary>
    public static readonly Setup Memory = new("in-memory log", 1, 0);

    public static readonly Setup Broker = new("RabbitMQ", 1, 1);

    public static readonly Setup Partitioned = new("RabbitMQ, 4 partitions", 1, 4);

    /// <summary>Published on one node, received from another.</summary>
    public static readonly Setup Across = new("RabbitMQ, from node to node", 2, 1) { IsAcross = true };

    /// <summary>Each with a publisher and a subscriber of its own topic.</summary>
    public static readonly Setup Three = new("RabbitMQ, three nodes", 3, 1);

    public static readonly Setup ThreePartitioned = new("RabbitMQ, three nodes, 4 partitions", 3, 4);

    public bool HasBroker => Partitions > 0;

    /// <summary>Whether the clients are on another node than their publisher.</summary>
    public bool IsAcross { get; init; }
}
