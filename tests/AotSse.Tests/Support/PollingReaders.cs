using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.Tests.Support;

/// <summary>Blocking sockets, one thread, one buffer: readers that allocate nothing themselves.</summary>
internal sealed class PollingReaders : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Socket[] _sockets;
    private readonly byte _mark;
    private readonly Thread _thread;
    private int _events;
    private int _expected;
    private volatile bool _stopped;

    /// <param name="port">The server's.</param>
    /// <param name="path">What to subscribe to.</param>
    /// <param name="count">How many.</param>
    /// <param name="mark">The byte that is counted.</param>
    public PollingReaders(int port, string path, int count, byte mark)
    {
        _mark = mark;
        _sockets = new Socket[count];
        for (var i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets[i].Connect(IPAddress.Loopback, port);
            _sockets[i].Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
            _sockets[i].Blocking = false;
        }

        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Waits, without allocating, until that many events more have come in.</summary>
    public void WaitForNext(int events)
    {
        _expected += events;
        var start = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _events) < _expected)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "The events have not come.");
            Thread.Yield();
        }

        Assert.Equal(_expected, Volatile.Read(ref _events));
    }

    /// <summary>Waits, without allocating, until at least that many more have come in.</summary>
    public void WaitForAtLeast(int marks)
    {
        var wanted = Volatile.Read(ref _events) + marks;
        var start = TimeProvider.System.GetTimestamp();
        while (Volatile.Read(ref _events) < wanted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "The marks have not come.");
            Thread.Yield();
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        foreach (var socket in _sockets) socket.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[256 * 1024];
        while (!_stopped)
        {
            foreach (var socket in _sockets)
            {
                var read = socket.Receive(buffer, SocketFlags.None, out var error);
                if (error != SocketError.Success) continue;

                var events = buffer.AsSpan(0, read).Count(_mark);
                if (events > 0) Interlocked.Add(ref _events, events);
            }
        }
    }
}
