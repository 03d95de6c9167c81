using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>All rounds of one contestant at one work.</summary>
internal sealed class FanoutResult(Peer peer, Work work)
{
    private readonly List<LoadResult> _rounds = [];

    public Peer Peer { get; } = peer;

    public Work Work { get; } = work;

    /// <summary>Rounds that gave no numbers, and why.</summary>
    public List<string> Failures { get; } = [];

    public bool IsEmpty => _rounds.Count == 0;

    public Samples EventsPerSecond => Of(round => round.Delivered / round.Seconds);

    public Samples CpuMicroseconds => Of(round => 1e6 * round.ServerCpuSeconds / round.Delivered);

    /// <summary>The share of one core that the load client used: near 1, it and not the contestant was measured.</summary>
    public Samples ClientBusy => Of(round => round.ClientCpuSeconds / round.Seconds);

    public Samples P50 => Of(round => round.P50);

    public Samples P99 => Of(round => round.P99);

    public Samples Max => Of(round => round.Max);

    public Samples Milliseconds => Of(round => 1e3 * round.Seconds);

    public Samples ConnectSeconds => Of(round => round.ConnectSeconds);

    public Samples IdleKilobytes => Of(round => (round.ResidentIdle - round.ResidentBefore) / 1e3 / Work.Subscribers);

    public Samples PairKilobytes => Of(round => (round.ResidentAfter - round.ResidentBefore) / 1e3 / Work.Subscribers);

    /// <summary>Over all rounds: a loss in one of them is a loss.</summary>
    public long Lost => _rounds.Sum(round => round.Lost);

    public long OutOfOrder => _rounds.Sum(round => round.OutOfOrder);

    /// <summary>Subscribers whose connection ended before the run did.</summary>
    public int Disconnected => _rounds.Sum(round => round.Failed);

    public void Add(LoadResult round) => _rounds.Add(round);

    private Samples Of(Func<LoadResult, double> measure) => new(_rounds.Select(measure));
}
