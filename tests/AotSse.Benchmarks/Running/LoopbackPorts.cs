using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AotSse.Benchmarks.Running;

/// <summary>
/// Hands out free ports below the kernel's ephemeral range. Inside that range a client that retries thousands of times ends up with
/// its own target as source port and connects to itself, or takes the port from the server that is about to bind it.
/// </summary>
internal sealed class LoopbackPorts
{
    private const int LowestPort = 10_000;
    private readonly int _end = FirstEphemeralPort();
    private int _next = LowestPort + (Environment.ProcessId % 10_000);

    public int Next()
    {
        // Never the same port twice in a row: the last server's closed connections still wait on it.
        for (var tries = LowestPort; tries < _end; tries++)
        {
            _next = _next + 1 < _end ? _next + 1 : LowestPort;
            if (IsFree(_next))
                return _next;
        }

        throw new BenchmarkException($"No free port between {LowestPort} and {_end}.");
    }

    /// <summary>The first of two that follow each other: for a contestant with two listeners.</summary>
    public int NextPair()
    {
        var first = Next();
        while (!IsFree(first + 1))
            first = Next();
        _next = first + 1; // Whoever gets the pair may not have taken it yet.
        return first;
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FirstEphemeralPort()
    {
        var range = File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var first = int.Parse(range[0], CultureInfo.InvariantCulture);
        // A machine whose range begins lower leaves no room below it; then the risk above is the lesser evil.
        return first > LowestPort + 1_000 ? first : 32_768;
    }
}
