using Microsoft.Extensions.Hosting;

namespace AotSse.Hosting;

/// <summary>
/// Drains the hub when the host stops: at the first word of it, and to the end before the server stops listening, so that meanwhile new
/// clients are told to come back instead of being refused.
/// </summary>
internal sealed class DrainService(EventStreamHub hub, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.UnsafeRegister(static state => _ = ((EventStreamHub)state!).DrainAsync(), hub);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs before any service is stopped. A host that cannot wait any longer cuts off who is left.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var drained = hub.DrainAsync();
        await drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!drained.IsCompleted) hub.Connections.CutOff();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
