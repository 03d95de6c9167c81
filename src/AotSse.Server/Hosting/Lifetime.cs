using System.Runtime.InteropServices;

namespace AotSse.Server.Hosting;

/// <summary>When the server starts and stops: by SIGTERM, SIGINT or SIGQUIT, or because somebody in it says so. Thread-safe.</summary>
internal sealed class Lifetime : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _started = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public CancellationToken ApplicationStarted => _started.Token;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => _stopped.Token;

    public void StopApplication() => _stopping.Cancel();

    /// <summary>From now on signals stop the server in order, a start that is under way too.</summary>
    public void HeedSignals()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                StopApplication();
            }));
        }
    }

    /// <summary>The server listens.</summary>
    public void OnStarted() => _started.Cancel();

    /// <summary>Waits for the end.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await using var _ = cancellation.UnsafeRegister(static state => ((Lifetime)state!).StopApplication(), this);
        await Task.Delay(Timeout.Infinite, ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Everything has been stopped.</summary>
    public void OnStopped() => _stopped.Cancel();

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _started.Dispose();
        _stopping.Dispose();
        _stopped.Dispose();
    }
}
