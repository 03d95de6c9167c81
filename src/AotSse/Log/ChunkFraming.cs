using System.Buffers.Text;

namespace AotSse.Log;

/// <summary>
/// The HTTP/1.1 chunk around a frame (RFC 9112, section 7.1), so that a run of frames is valid on the wire as it lies.
/// The size has a fixed width: it is known only when the frame is finished, and leading zeros are allowed.
/// </summary>
internal static class ChunkFraming
{
    /// <summary>Four digits cover a frame below 64 KB, eight any other.</summary>
    private const int ShortDigits = 4;
    private const int LongDigits = 8;

    /// <summary>What a frame takes beyond its payload at the most: eight digits and two line ends.</summary>
    public const int MaxOverhead = LongDigits + 2 + TrailerBytes;

    /// <summary>The line end after the payload.</summary>
    public const int TrailerBytes = 2;

    /// <summary>A heartbeat comment (WHATWG HTML, section 9.2.6) as a chunk. Never written to.</summary>
    public static byte[] Heartbeat { get; } = "3\r\n:\n\n\r\n"u8.ToArray();

    /// <summary>The chunk that ends a body. Never written to.</summary>
    public static byte[] LastChunk { get; } = "0\r\n\r\n"u8.ToArray();

    /// <summary>A block as a chunk.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> payload)
    {
        var header = HeaderBytes(payload.Length);
        var bytes = new byte[header + payload.Length + TrailerBytes];
        payload.CopyTo(bytes.AsSpan(header));
        Complete(bytes, header, header + payload.Length);
        return bytes;
    }

    /// <summary>The bytes before the payload of a frame whose size is expected to be <paramref name="payload"/>.</summary>
    public static int HeaderBytes(int payload) => (payload <= 0xFFFF ? ShortDigits : LongDigits) + 2;

    /// <summary>Completes a frame in place: writes its size and its last line end.</summary>
    /// <param name="span">Begins with a header of <paramref name="header"/> bytes and has room for the trailer, and for four more digits.</param>
    /// <param name="header">Bytes that were left free for the header.</param>
    /// <param name="length">Bytes of header and payload.</param>
    /// <returns>The length of the whole chunk.</returns>
    public static int Complete(Span<byte> span, int header, int length)
    {
        var payload = length - header;
        var wanted = HeaderBytes(payload);
        if (wanted > header)
        {
            span[header..length].CopyTo(span[wanted..]);
            header = wanted;
        }

        Utf8Formatter.TryFormat(payload, span, out _, new System.Buffers.StandardFormat('X', (byte)(header - 2)));
        "\r\n"u8.CopyTo(span[(header - 2)..]);
        "\r\n"u8.CopyTo(span[(header + payload)..]);
        return header + payload + TrailerBytes;
    }

    /// <summary>The payload of a complete chunk.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> chunk)
    {
        var header = (chunk[ShortDigits] == '\r' ? ShortDigits : LongDigits) + 2;
        return chunk[header..^TrailerBytes];
    }
}
