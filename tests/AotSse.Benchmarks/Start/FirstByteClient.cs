using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using AotSse.Benchmarks.Native;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>
/// The measuring client. It connects in a tight loop until the contestant listens (a refused connect on loopback returns at once),
/// sends one request and takes the time when the first body byte has been read.
/// </summary>
internal sealed class FirstByteClient : IDisposable
{
    private const int ReceiveBufferSize = 16 * 1024;
    private const uint LoopbackInNetworkOrder = 0x0100007F;

    // Looking for an end of the child or of the run costs a system call: at each 64th refusal it stays under 2 % of the loop.
    private const int RefusalsPerCheck = 64;
    private const int PollSliceMilliseconds = 50;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(15);

    private readonly ServerProcess _server;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _buffer = new byte[ReceiveBufferSize];
    private readonly Libc.SocketAddress _address;
    private int _socket = -1;

    public FirstByteClient(ServerProcess server, int port, CancellationToken cancellation)
    {
        _server = server;
        _cancellation = cancellation;
        _address = new Libc.SocketAddress
        {
            Family = Libc.AddressFamilyInet,
            Port = (ushort)System.Net.IPAddress.HostToNetworkOrder((short)port),
            Address = LoopbackInNetworkOrder,
        };
    }

    /// <summary>The time from exec to the first body byte.</summary>
    public TimeSpan Measure(Route route)
    {
        ConnectWhenItListens();
        if (Libc.Send(_socket, route.Request, route.Request.Length, Libc.MessageNoSignal) != route.Request.Length)
            throw _server.Failure($"Sending GET {route.Path} failed.");

        var received = 0;
        while (true)
        {
            received += Receive(_buffer.AsSpan(received), route);
            var now = Stopwatch.GetTimestamp();
            if (HasRightBody(_buffer.AsSpan(0, received), route))
                return Stopwatch.GetElapsedTime(_server.StartedAt, now);
        }
    }

    public void Dispose()
    {
        if (_socket >= 0)
            _ = Libc.Close(_socket);
        _socket = -1;
    }

    private void ConnectWhenItListens()
    {
        _socket = Libc.Socket(Libc.AddressFamilyInet, Libc.SocketStreamCloseOnExec, 0);
        for (var refusals = 1; Libc.Connect(_socket, _address, Marshal.SizeOf<Libc.SocketAddress>()) != 0; refusals++)
        {
            if (refusals % RefusalsPerCheck == 0)
                ThrowIfHopeless();
            // Two cores: without this the loop would keep one from a contestant that starts on several threads.
            Thread.Yield();
        }
    }

    private int Receive(Span<byte> free, Route route)
    {
        var entry = new Libc.PollEntry { Descriptor = _socket, Events = Libc.PollIn };
        while (Libc.Poll(ref entry, 1, PollSliceMilliseconds) <= 0)
            ThrowIfHopeless();

        var count = (int)Libc.Receive(_socket, free, free.Length, 0);
        return count > 0 ? count : throw _server.Failure($"The connection ended before GET {route.Path} had a body.");
    }

    private bool HasRightBody(ReadOnlySpan<byte> received, Route route)
    {
        try
        {
            var start = ResponseScan.FindBody(received);
            if (start < 0)
                return false;

            var body = received[start..];
            return route.Accepts(body) ? true : throw new InvalidDataException($"The body is unexpected:\n{Encoding.UTF8.GetString(body)}\n");
        }
        catch (InvalidDataException error)
        {
            throw _server.Failure($"GET {route.Path}: {error.Message}");
        }
    }

    private void ThrowIfHopeless()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_server.HasExited())
            throw _server.Failure("It ended before it answered.");
        if (Stopwatch.GetElapsedTime(_server.StartedAt) > GiveUpAfter)
            throw _server.Failure($"No answer within {GiveUpAfter.TotalSeconds} s.");
    }
}
