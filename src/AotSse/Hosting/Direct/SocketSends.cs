using System.Net.Sockets;

namespace AotSse.Hosting.Direct;

/// <summary>Sending on a non-blocking socket that somebody else may close at any moment.</summary>
internal static class SocketSends
{
    /// <param name="socket">The socket.</param>
    /// <param name="handle">Its handle: who sends often keeps it beside the socket, which is one object less to touch.</param>
    /// <param name="bytes">What to send.</param>
    /// <returns>The bytes the kernel took, 0 when it takes none now, -1 when the connection is gone.</returns>
    public static int TrySend(this Socket socket, SafeSocketHandle handle, ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (KernelSend.IsSupported && KernelSend.TrySend(handle, bytes) is >= 0 and var taken) return taken;
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
