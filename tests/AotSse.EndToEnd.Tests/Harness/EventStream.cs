using System.Net;
using System.Text;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>A client of one event stream: the head, and the body block by block, each with the blank line that ends it.</summary>
internal sealed class EventStream : IDisposable
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly RawConnection _connection;
    private readonly ChunkedBody _body;
    private readonly string _path;
    private readonly MemoryStream _received = new();
    private int _taken;

    private EventStream(RawConnection connection, ResponseHead head, string path)
    {
        _connection = connection;
        _body = new ChunkedBody(connection);
        _path = path;
        Head = head;
    }

    public ResponseHead Head { get; }

    /// <summary>All of the body that was read so far, without the chunk framing.</summary>
    public byte[] Received => _received.ToArray();

    /// <summary>Opens the stream and reads its head, which must be that of an event stream in chunks.</summary>
    public static async Task<EventStream> OpenAsync(int port, string path, params string[] headers)
    {
        var connection = await RawConnection.ConnectAsync(port);
        return await OpenAsync(connection, path, $"127.0.0.1:{port}", headers);
    }

    public static async Task<EventStream> OpenAsync(RawConnection connection, string path, string host, params string[] headers)
    {
        await connection.SendAsync(Request(path, host, headers));
        var head = await ResponseHead.ReadAsync(connection).Within(Deadline.Usual, () => $"the head of {path}");
        Assert.Equal((int)HttpStatusCode.OK, head.Status);
        Assert.Equal("text/event-stream", head["Content-Type"]);
        Assert.Equal("chunked", head["Transfer-Encoding"]);
        return new EventStream(connection, head, path);
    }

    public static string Request(string path, string host, params string[] headers) =>
        $"GET {path} HTTP/1.1\r\nHost: {host}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";

    /// <summary>Opens the stream and takes its first block, so that the subscription is known to stand.</summary>
    public static async Task<(EventStream Stream, FirstBlock First)> SubscribeAsync(int port, string path, params string[] headers)
    {
        var stream = await OpenAsync(port, path, headers);
        return (stream, FirstBlock.Parse(await stream.NextBlockAsync()));
    }

    /// <summary>The next block as text. The server must send UTF-8, so bytes that are not are an error.</summary>
    public async Task<string> NextBlockAsync() =>
        await NextBlockOrEndAsync() ?? throw new EndOfStreamException($"{_path} ended. All of it: {Shown()}");

    /// <summary>The next block, or null after the terminating chunk, which must come on a block's end.</summary>
    public Task<string?> NextBlockOrEndAsync() =>
        ReadBlockAsync().Within(Deadline.Usual, () => $"a block of {_path} after {_taken} bytes: {Shown()}");

    public async Task<string[]> NextBlocksAsync(int count)
    {
        var blocks = new string[count];
        for (var i = 0; i < count; i++)
            blocks[i] = await NextBlockAsync();
        return blocks;
    }

    /// <summary>Reads on to the terminating chunk and returns all blocks on the way; the connection may go on.</summary>
    public async Task<IReadOnlyList<string>> ReadToLastChunkAsync()
    {
        var blocks = new List<string>();
        while (await NextBlockOrEndAsync() is { } block)
            blocks.Add(block);
        return blocks;
    }

    /// <summary>Reads on to the terminating chunk, then to the end of the connection, and returns all blocks on the way.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var blocks = await ReadToLastChunkAsync();
        var after = await _connection.ReadByteAsync().AsTask().Within(Deadline.Usual, () => $"the end of the connection of {_path}");
        Assert.Null(after);
        return blocks;
    }

    public void Reset() => _connection.Reset();

    public void Dispose()
    {
        _connection.Dispose();
        _received.Dispose();
    }

    private async Task<string?> ReadBlockAsync()
    {
        int length;
        while ((length = LengthOfBlock()) == 0)
        {
            if (await _body.ReadChunkAsync() is { } chunk)
                _received.Write(chunk);
            else if (_taken == _received.Length)
                return null;
            else
                throw new InvalidDataException($"{_path} ended inside of a block: {Shown()}");
        }

        var block = Strict.GetString(_received.GetBuffer().AsSpan(_taken, length));
        _taken += length;
        return block;
    }

    /// <summary>The length of the block that begins where the last one ended, or 0 while its blank line is not there yet.</summary>
    private int LengthOfBlock()
    {
        var end = _received.GetBuffer().AsSpan(_taken, (int)_received.Length - _taken).IndexOf("\n\n"u8);
        return end < 0 ? 0 : end + 2;
    }

    /// <summary>For messages only, where a character cut in two must not hide the message.</summary>
    private string Shown() => Encoding.UTF8.GetString(Received);
}
