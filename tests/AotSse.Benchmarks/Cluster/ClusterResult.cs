using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>All rounds of one setup at one work. In each round every publisher of it has a load client, and all run at the same time.</summary>
internal sealed class ClusterResult(ClusterWork work, Setup setup)
{
    private readonly List<LoadResult[]> _rounds = [];

    public ClusterWork Work { get; } = work;

    public Setup Setup { get; } = setup;

    public Samples EventsPerSecond => Of(EventsPerSecondOf);

    /// <summary>CPU of all nodes for each event that a load client received.</summary>
    public Samples NodeMicroseconds => Of(round => 1e6 * round.Sum(load => load.ServerCpuSeconds / load.Seconds) / EventsPerSecondOf(round));

    /// <summary>CPU of the broker for each; the clients see the same broker at the same time.</summary>
    public Samples BrokerMicroseconds => Of(round => 1e6 * round.Average(load => load.BesideCpuSeconds / load.Seconds) / EventsPerSecondOf(round));

    public Samples P50 => Of(round => round.Average(load => load.P50));

    public Samples P99 => Of(round => round.Max(load => load.P99));

    public Samples Max => Of(round => round.Max(load => load.Max));

    /// <summary>Over all rounds: a loss in one of them is a loss.</summary>
    public long Lost => _rounds.Sum(round => round.Sum(load => load.Lost));

    public long OutOfOrder => _rounds.Sum(round => round.Sum(load => load.OutOfOrder));

    public void Add(LoadResult[] round) => _rounds.Add(round);

    private static double EventsPerSecondOf(LoadResult[] round) => round.Sum(load => load.Delivered / load.Seconds);

    private Samples Of(Func<LoadResult[], double> measure) => new(_rounds.Select(measure));
}
