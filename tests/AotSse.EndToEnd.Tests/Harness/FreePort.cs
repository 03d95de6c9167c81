using System.Net;
using System.Net.Sockets;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Ports for programs that cannot take one themselves, or that must find theirs again after a restart.</summary>
internal static class FreePort
{
    // Below those that Linux gives to outgoing connections, one of which could take the port while its owner is away.
    private const int First = 20_000;
    private const int Last = 32_000;

    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nobody has, and that was not given out before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            try
            {
                using var probe = new TcpListener(IPAddress.Any, port);
                probe.Start();
                if (Given.Add(port)) return port;
            }
            catch (SocketException)
            {
                // Somebody has it: take another.
            }
        }
    }
}
