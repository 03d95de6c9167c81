using System.Globalization;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Takes a chunked body apart (RFC 9112, 7.1) and is strict where HTTP clients are lenient: no extensions, no trailers, no sizes with a sign or blanks.</summary>
internal sealed class ChunkedBody(RawConnection connection)
{
    /// <summary>True once the terminating chunk was read whole.</summary>
    public bool Ended { get; private set; }

    /// <summary>The bytes of the next chunk, or null after the terminating chunk.</summary>
    public async Task<byte[]?> ReadChunkAsync()
    {
        if (Ended)
            return null;
        var line = await connection.ReadLineAsync();
        if (line.Length is 0 or > 8 || !line.All(char.IsAsciiHexDigit))
            throw new InvalidDataException($"'{line}' is no chunk size.");
        var size = int.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var data = await connection.ReadExactlyAsync(size);
        if (await connection.ReadLineAsync() is { Length: > 0 } extra)
            throw new InvalidDataException($"'{extra}' follows a chunk of {size} bytes where its end should be.");
        Ended = size == 0;
        return Ended ? null : data;
    }
}
