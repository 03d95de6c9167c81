using Microsoft.Extensions.Hosting;

namespace AotSse.Hosting;

/// <summary>Runs the replicated log of the hub for as long as the host runs.</summary>
internal sealed class ReplicationService(EventStreamHub hub) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        hub.StartReplica();
        return Task.CompletedTask;
    }

    /// <summary>Stopped behind the server, when nobody can publish any more.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => hub.StopReplicaAsync(cancellationToken);
}
