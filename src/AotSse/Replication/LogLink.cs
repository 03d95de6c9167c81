using AotSse.Telemetry;

namespace AotSse.Replication;

/// <summary>
/// One way to the replicated log, to append or to read: opened again whenever it breaks, after a wait that grows and that differs between nodes. Thread-safe.
/// </summary>
/// <param name="partition">To which partition.</param>
/// <param name="purpose">What it is for, as a verb.</param>
/// <param name="shared">What all partitions share.</param>
internal sealed class LogLink(int partition, string purpose, ReplicationContext shared)
{
    private const int MaxDoublings = 6;

    /// <summary>The first wait, before jitter; the longest is 64 times as long, about 6 s.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    // Written by the link's own task and by who reaches the log, read anywhere. A failed attempt comes before the next one that could succeed.
    private volatile string? _trouble = "it has not been reached yet";
    private volatile int _failures;

    /// <summary>Why the log cannot be reached; nothing while it can.</summary>
    public string? Trouble => _trouble;

    /// <summary>The log has been reached.</summary>
    public void Reached()
    {
        if (_trouble is null) return;
        _trouble = null;
        if (_failures > 0) ReplicationLog.Found(shared.Logger, partition, purpose);
        _failures = 0;
    }

    /// <summary>Uses the link until cancelled.</summary>
    /// <param name="use">Opens it, calls <see cref="Reached"/>, uses it, and throws when it breaks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepOpenAsync(Func<CancellationToken, Task> use, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await use(cancellationToken).ConfigureAwait(false);
                if (cancellationToken.IsCancellationRequested) return;
                Lost("the connection ended");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The log may be anybody's and throw anything: told to operators, and tried again.
            catch (Exception broken)
#pragma warning restore CA1031
            {
                Lost(broken.Message);
            }

            await Task.Delay(NextWait(), shared.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
        }
    }

    private void Lost(string reason)
    {
        if (_trouble is null) shared.Meters.Reconnected();
        _trouble = reason;
        if (_failures++ == 0) ReplicationLog.Lost(shared.Logger, partition, purpose, reason);
    }

    /// <summary>Between half of the wait and the whole.</summary>
    private TimeSpan NextWait() => FirstWait * (1 << Math.Min(_failures - 1, MaxDoublings)) * (0.5 + Random.Shared.NextDouble() / 2);
}
