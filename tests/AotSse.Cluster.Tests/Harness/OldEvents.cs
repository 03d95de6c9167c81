using System.Diagnostics;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>Events that are published before the first test, and are old when they are asked for.</summary>
/// <param name="Stream">The stream of the broker they are in.</param>
/// <param name="Events">The events, of topic <c>a</c>.</param>
/// <param name="Since">When the last was published, as a time stamp.</param>
internal sealed record OldEvents(string Stream, Received[] Events, long Since)
{
    public TimeSpan Age => Stopwatch.GetElapsedTime(Since);

    public static async Task<OldEvents> PublishAsync(string broker)
    {
        var (stream, ledger) = (RunningBroker.NewStream(), new Ledger());
        await using var nodes = await Nodes.StartAsync(1, broker, stream);
        await new KeyedPublisher(nodes, ledger, seed: 1).PublishAsync("a", [.. Enumerable.Range(0, 50).Select(static number => $"old-{number}")]);
        return new OldEvents(stream, ledger.Of(static _ => true), Stopwatch.GetTimestamp());
    }
}
