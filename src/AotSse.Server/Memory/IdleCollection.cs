namespace AotSse.Server.Memory;

/// <summary>
/// Gives memory back to the system when a rush is over. A collection comes with allocations only: a server that has become quiet would keep
/// for good what ten thousand clients left behind.
/// </summary>
internal sealed class IdleCollection(TimeProvider time, EventStreamHub hub) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>What a client that has left leaves behind; the last ones leave without anything being allocated.</summary>
    private const long BytesPerClient = 2 * 1024;

    /// <summary>So much garbage since the last collection of ours, at most, makes another one worth its few milliseconds.</summary>
    private const long WorthCollecting = 8 * 1024 * 1024;

    /// <summary>Less than this in a period is quiet: a scrape of the meters, some clients that come and go.</summary>
    private const long Quiet = 256 * 1024;

    // The timer's alone: what had been allocated at its last look, and after its last collection; the most clients there were at a look since.
    private long _lastLook;
    private long _lastCollection;
    private int _mostClients;
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static state => ((IdleCollection)state!).Look(), this, Period, Period);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var isQuiet = allocated - _lastLook < Quiet;
        _lastLook = allocated;
        var clients = hub.ConnectionCount;
        _mostClients = Math.Max(_mostClients, clients);
        var garbage = allocated - _lastCollection + (_mostClients - clients) * BytesPerClient;
        if (!isQuiet || garbage < WorthCollecting) return;

        // Twice: what has a finalizer, such as a socket that was lost, is memory until that has run.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _lastCollection = GC.GetTotalAllocatedBytes();
        _mostClients = clients;
    }
}
