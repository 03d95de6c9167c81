using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>Seconds from a node's start until it is ready.</summary>
/// <param name="events">How many events the full stream holds.</param>
internal sealed class HistoryResult(int events)
{
    public int Events => events;

    public Samples Full { get; } = new();

    /// <summary>With nothing to read back.</summary>
    public Samples Empty { get; } = new();

    public double EventsPerSecond => events / Full.PairedDifferenceTo(Empty);
}
