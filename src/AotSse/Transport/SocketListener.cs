using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace AotSse.Transport;

/// <summary>Accepts connections. Also keeps Kestrel's limit on them, which no longer sees detached ones.</summary>
/// <param name="socket">The socket, which listens.</param>
/// <param name="noDelay">Whether the kernel sends at once what is sent.</param>
/// <param name="received">How much may wait for Kestrel, and on which threads it reads.</param>
/// <param name="maxConnections">Kestrel's <c>MaxConcurrentConnections</c>, if there is one; it holds for each listener.</param>
internal sealed class SocketListener(Socket socket, bool noDelay, PipeOptions received, long? maxConnections) : IConnectionListener
{
    /// <summary>A process that may open no more files, or has no memory left, tries again after this long: what is closed meanwhile makes room.</summary>
    private static readonly TimeSpan NoRoom = TimeSpan.FromMilliseconds(100);

    // Interlocked only: connections that are open, detached or not.
    private long _open;

    public EndPoint EndPoint { get; } = socket.LocalEndPoint!;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var accepted = await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
                if (TryConnect(accepted) is { } connection) return connection;
            }
            catch (Exception unbound) when (unbound is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return null;
            }
            catch (Exception full) when (full is OutOfMemoryException or SocketException { SocketErrorCode: SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable })
            {
                // Kestrel would accept nothing any more after an exception.
                await Task.Delay(NoRoom, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The client has left while it waited: the next, please.
            }
        }
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return default;
    }

    /// <summary>A connection has been closed for good.</summary>
    public void OnClosed() => Interlocked.Decrement(ref _open);

    private SocketConnection? TryConnect(Socket accepted)
    {
        try
        {
            if (Interlocked.Increment(ref _open) <= (maxConnections ?? long.MaxValue))
            {
                if (EndPoint is IPEndPoint) accepted.NoDelay = noDelay;
                var connection = new SocketConnection(accepted, this, received);
                connection.Start();
                return connection;
            }
        }
        catch (Exception gone) when (gone is SocketException or OutOfMemoryException)
        {
            // It has left meanwhile, or there is no room for it: it comes back.
        }

        accepted.Close(timeout: 0);
        OnClosed();
        return null;
    }
}
