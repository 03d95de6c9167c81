using System.Net.Sockets;

namespace AotSse.Hosting.Direct;

/// <summary>Sending on a non-blocking socket that somebody else may close at any moment.</summary>
internal static class SocketSends
{
    /// <returns>The bytes the kernel took, 0 when it takes none now, -1 when the connection is gone.</returns>
    public static int TrySend(this Socket socket, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = socket.Send(bytes, SocketFlags.None, out var error);
            return error is SocketError.Success or SocketError.WouldBlock ? Math.Max(sent, 0) : -1;
        }
        catch (ObjectDisposedException)
        {
            // Aborted meanwhile: to the one who sends that is a lost connection like any other.
            return -1;
        }
    }
}
