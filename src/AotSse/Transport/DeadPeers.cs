using System.Net.Sockets;

namespace AotSse.Transport;

/// <summary>
/// Lets the kernel notice a client that is gone without a word. A quiet one is asked for a sign of life; on Linux one that acknowledges
/// nothing for the write time-out is given up, where otherwise the kernel would repeat itself for a quarter of an hour (RFC 5482).
/// </summary>
internal static class DeadPeers
{
    private const int QuietSeconds = 60;
    private const int IntervalSeconds = 15;
    private const int Probes = 3;

    /// <summary><c>TCP_USER_TIMEOUT</c> of Linux, in milliseconds.</summary>
    private const int TcpUserTimeout = 18;

    public static void Watch(Socket socket, TimeSpan writeTimeout)
    {
        if (socket.ProtocolType != ProtocolType.Tcp) return;
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, QuietSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, IntervalSeconds);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, Probes);
            if (!OperatingSystem.IsLinux()) return;

            var milliseconds = (int)Math.Min(writeTimeout.TotalMilliseconds, int.MaxValue);
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpUserTimeout, BitConverter.GetBytes(milliseconds));
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The client has left already: whoever reads or writes next finds out.
        }
    }
}
