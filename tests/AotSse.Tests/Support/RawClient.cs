using System.Buffers;
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
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _hasHead;

    private RawClient(Socket socket) => _socket = socket;

    /// <summary>The payloads of all complete chunks so far.</summary>
    public StringBuilder Body { get; } = new();

    /// <summary>Their bytes.</summary>
    public ArrayBufferWriter<byte> Received { get; } = new();

    /// <summary>How much is there of a chunk whose rest is not.</summary>
    public int PendingBytes => _pending.Count;

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

    /// <summary>Reads until the body ends with a text.</summary>
    public async Task ReadToAsync(string end, Random? random = null)
    {
        while (Body.Length < end.Length || Body.ToString(Body.Length - end.Length, end.Length) != end)
            Assert.True(await ReadAsync(random?.Next(1, 60_000) ?? 65_536), $"The stream ended before '{end}', behind '{Tail()}'.");
    }

    /// <summary>Reads until the body or the connection ends.</summary>
    public async Task ReadToEndAsync()
    {
        while (!IsComplete && await ReadAsync(65_536))
        {
        }
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

    /// <summary>The last characters of the body so far.</summary>
    public string Tail() => Body.ToString(Math.Max(0, Body.Length - 200), Math.Min(200, Body.Length));

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
            var payload = bytes.Slice(consumed + line + 2, size);
            Received.Write(payload);
            var characters = new char[_decoder.GetCharCount(payload, flush: false)];
            Body.Append(characters, 0, _decoder.GetChars(payload, characters, flush: false)); // A chunk may end inside a character.
            Assert.Equal("\r\n", Encoding.ASCII.GetString(bytes.Slice(consumed + line + 2 + size, 2)));
            IsComplete = size == 0;
            consumed += line + 2 + size + 2;
        }

        _pending.RemoveRange(0, consumed);
    }
}
