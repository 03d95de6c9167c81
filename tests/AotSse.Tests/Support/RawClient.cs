using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.Tests.Support;

/// <summary>A client on a bare socket that reads as much and as often as a test says, and takes the chunked body apart strictly (RFC 9112, section 7.1).</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private readonly List<byte> _pending = [];
    private bool _hasHead;

    private RawClient(Socket socket) => _socket = socket;

    /// <summary>The payloads of all complete chunks so far.</summary>
    public StringBuilder Body { get; } = new();

    /// <summary>Whether the last chunk has come.</summary>
    public bool IsComplete { get; private set; }

    public static async Task<RawClient> ConnectAsync(Uri server, string path, string headers = "", int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes) socket.ReceiveBufferSize = bytes;
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n"), TestContext.Current.CancellationToken);
        return new RawClient(socket);
    }

    /// <summary>Reads at most that many bytes.</summary>
    /// <returns><see langword="false"/> at the end of the connection.</returns>
    public async Task<bool> ReadAsync(int most)
    {
        var buffer = new byte[most];
        var read = await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        _pending.AddRange(buffer.AsSpan(0, read));
        Parse();
        return read > 0;
    }

    /// <summary>Drops the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Says that nothing more will be sent, and goes on reading.</summary>
    public void CloseSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Dispose() => _socket.Dispose();

    private void Parse()
    {
        var bytes = _pending.ToArray().AsSpan();
        var consumed = 0;
        if (!_hasHead)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end < 0) return;
            Assert.Contains("Transfer-Encoding: chunked", Encoding.ASCII.GetString(bytes[..end]), StringComparison.Ordinal);
            _hasHead = true;
            consumed = end + 4;
        }

        while (bytes[consumed..].IndexOf("\r\n"u8) is >= 0 and var line)
        {
            Assert.False(IsComplete, "Something follows the last chunk.");
            var size = int.Parse(Encoding.ASCII.GetString(bytes.Slice(consumed, line)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (bytes.Length < consumed + line + 2 + size + 2) break;
            Body.Append(Encoding.UTF8.GetString(bytes.Slice(consumed + line + 2, size)));
            Assert.Equal("\r\n", Encoding.ASCII.GetString(bytes.Slice(consumed + line + 2 + size, 2)));
            IsComplete = size == 0;
            consumed += line + 2 + size + 2;
        }

        _pending.RemoveRange(0, consumed);
    }
}
