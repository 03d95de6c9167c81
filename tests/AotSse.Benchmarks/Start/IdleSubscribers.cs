using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>
/// What quiet subscribers cost, in memory and in time of the processor, by the work <c>idle</c> of the fan-out. Our server collects by itself when it has become quiet; the app on the library is asked to, which takes the app of
/// the fan-out: the one whose start is measured has no address for it.
/// </summary>
internal sealed class IdleSubscribers(Repository repository, CancellationToken cancellation)
{
    public const int Rounds = 2;

    /// <summary>Each subscriber has two heartbeats in it. What follows the rush, such as the server's collection, comes before.</summary>
    public const double QuietSeconds = 30;

    private static readonly (string Contestant, string Peer)[] Measured = [(Contestants.Ours, Peers.Ours), (Contestants.Hello, Peers.Library)];

    private static readonly Work Settled = Work.Idle with { SettleSeconds = 8 };

    private readonly LoopbackPorts _ports = new();
    private readonly LoadClient _load = new(repository);

    public void Build(bool publish)
    {
        _load.Build(cancellation);
        foreach (var (_, peer) in Measured)
        {
            var process = Peers.Create(peer, repository).Process;
            if (publish) process.Publish(cancellation);
            process.ThrowIfNotPublished();
        }
    }

    public void Measure(IReadOnlyList<Result> results)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (contestant, name) in Measured)
            {
                if (results.FirstOrDefault(result => result.Contestant.Name == contestant) is not { } result) continue;
                var peer = Peers.Create(name, repository);
                var port = _ports.NextPair();
                using var server = ServerProcess.Start(peer.Process, port);
                var load = _load.Run(peer, Settled, QuietSeconds, port, server, cancellation);
                result.IdleSubscriber.Add((load.ResidentAfter - load.ResidentBefore) / (double)Work.Idle.Subscribers);
                result.IdleCpu.Add(100 * load.ServerCpuSeconds / load.Seconds);
            }
        }
    }
}
