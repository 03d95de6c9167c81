using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A TCP connection read byte by byte as it comes, so that a test sees the wire and not what an HTTP client makes of it.</summary>
internal sealed class RawConnection : IDisposable
{
    /// <summary>Room for one read; a longer block only takes more reads.</summary>
    private const int ReadSize = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    public static Task<RawConnection> ConnectAsync(int port) => ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Connects to "http://host:port" or "unix:file", the two forms a control address has.</summary>
    public static Task<RawConnection> ConnectAsync(string address) =>
        address.StartsWith("unix:", StringComparison.Ordinal)
            ? ConnectAsync(new UnixDomainSocketEndPoint(address["unix:".Length..]))
            : ConnectAsync(new IPEndPoint(IPAddress.Parse(new Uri(address).Host), new Uri(address).Port));

    /// <summary>Connects; with a small receive buffer a client that reads nothing is full after few bytes.</summary>
    public static async Task<RawConnection> ConnectAsync(EndPoint endPoint, bool smallReceiveBuffer = false)
    {
        var socket = endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (smallReceiveBuffer)
            socket.ReceiveBufferSize = 4096;
        await socket.ConnectAsync(endPoint).Within(Deadline.Usual, () => $"a connection to {endPoint}");
        return new RawConnection(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
    }

    /// <summary>The next byte, or null at the end of what the peer sent. A reset is an exception, never an end.</summary>
    public async ValueTask<byte?> ReadByteAsync()
    {
        if (_start == _end && !await FillAsync())
            return null;
        return _buffer[_start++];
    }

    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (_start == _end && !await FillAsync())
                throw new EndOfStreamException($"The connection ended {count - filled} bytes before the end of a chunk.");
            var step = Math.Min(count - filled, _end - _start);
            _buffer.AsSpan(_start, step).CopyTo(bytes.AsSpan(filled));
            _start += step;
            filled += step;
        }

        return bytes;
    }

    /// <summary>A line without its CRLF. A bare LF or CR inside is an error of the server.</summary>
    public async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = await ReadByteAsync() ?? throw new EndOfStreamException($"The connection ended in the line '{line}'.");
            if (next == '\n')
                throw new InvalidDataException($"A line feed without a carriage return after '{line}'.");
            if (next != '\r')
            {
                line.Append((char)next);
                continue;
            }

            return await ReadByteAsync() == '\n' ? line.ToString() : throw new InvalidDataException($"A carriage return alone after '{line}'.");
        }
    }

    /// <summary>Says that nothing more will be sent, as a client does that closes in good order.</summary>
    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes: the peer gets a reset instead of an end.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync()
    {
        _start = 0;
        _end = await _socket.ReceiveAsync(_buffer, TestContext.Current.CancellationToken);
        return _end > 0;
    }
}
