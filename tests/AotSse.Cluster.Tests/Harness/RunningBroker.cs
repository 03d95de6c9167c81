[assembly: AssemblyFixture(typeof(AotSse.Cluster.Tests.Harness.RunningBroker))]

namespace AotSse.Cluster.Tests.Harness;

/// <summary>One broker for all tests that need no more. Each takes a stream of its own; who kills the broker starts it again.</summary>
public sealed class RunningBroker : IAsyncLifetime
{
    private static int _streams;

    private readonly ErlangHost _host = new();
    private OldEvents? _old;

    public RunningBroker() => Node = new BrokerNode(_host, "single", ["single"]);

    internal BrokerNode Node { get; }

    internal string Url => Node.Url;

    /// <summary>What was published before the first test.</summary>
    internal OldEvents Old => _old ?? throw new InvalidOperationException("The broker was not started.");

    /// <summary>A name for a stream that nobody else uses.</summary>
    internal static string NewStream() => $"stream-{Interlocked.Increment(ref _streams)}";

    public async ValueTask InitializeAsync()
    {
        await Node.StartAsync();
        _old = await OldEvents.PublishAsync(Url);
        await Node.RemembersStreamsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _host.Dispose();
    }
}
