using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace AotSse.Hosting.Direct;

/// <summary>A connection that Kestrel has let go of.</summary>
internal sealed class DetachedConnection(ConnectionContext transport, Socket socket, DetachableListener listener)
{
    private readonly SafeSocketHandle _handle = socket.SafeHandle;

    // Completes the transport's pipes once, whoever asks first. Interlocked only.
    private int _closed;

    public Socket Socket => socket;

    /// <inheritdoc cref="SocketSends.TrySend"/>
    public int TrySend(ReadOnlySpan<byte> bytes) => socket.TrySend(_handle, bytes);

    /// <summary>Completes when the client has closed or lost the connection. What it still sends is thrown away.</summary>
    public async Task WatchAsync()
    {
        var input = transport.Transport.Input;
        while (true)
        {
            try
            {
                var read = await input.ReadAsync().ConfigureAwait(false);
                input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidOperationException)
            {
                return; // Reset, timed out, aborted, or closed by ourselves meanwhile.
            }
        }
    }

    /// <summary>Cuts the connection off: whatever is pending on it fails.</summary>
    public void Abort() => transport.Abort(new ConnectionAbortedException("The event stream was ended."));

    /// <summary>Closes the connection behind what has been sent.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        await transport.Transport.Output.CompleteAsync().ConfigureAwait(false);
        await transport.Transport.Input.CompleteAsync().ConfigureAwait(false);
        await transport.DisposeAsync().ConfigureAwait(false);
        listener.OnClosed();
    }
}
