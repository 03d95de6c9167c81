using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace AotSse.Hosting.Direct;

/// <summary>Accepts connections that can be detached. Also keeps Kestrel's limit on connections, which no longer sees detached ones.</summary>
/// <param name="transport">The transport's listener.</param>
/// <param name="maxConnections">Kestrel's <c>MaxConcurrentConnections</c>, if there is one; it holds for each listener.</param>
internal sealed class DetachableListener(IConnectionListener transport, long? maxConnections) : IConnectionListener
{
    // Interlocked only: connections that are open, detached or not.
    private long _open;

    public EndPoint EndPoint => transport.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await transport.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection)
        {
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return connection;
            if (Interlocked.Increment(ref _open) <= (maxConnections ?? long.MaxValue)) return new DetachableConnection(connection, socket, this);

            connection.Abort(new ConnectionAbortedException("The limit on connections has been reached."));
            await connection.DisposeAsync().ConfigureAwait(false);
            OnClosed();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => transport.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => transport.DisposeAsync();

    /// <summary>A connection has been closed for good.</summary>
    public void OnClosed() => Interlocked.Decrement(ref _open);
}
