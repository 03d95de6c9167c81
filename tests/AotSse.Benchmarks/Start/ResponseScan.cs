using System.Text;

namespace AotSse.Benchmarks.Start;

/// <summary>Finds where the body begins in the bytes of an HTTP/1.1 response received so far.</summary>
internal static class ResponseScan
{
    /// <summary>The offset of the first body byte, or -1 while it has not arrived.</summary>
    /// <exception cref="InvalidDataException">The answer is not a 200.</exception>
    public static int FindBody(ReadOnlySpan<byte> received)
    {
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
            return -1;

        var head = received[..headEnd];
        if (!head.StartsWith("HTTP/1.1 200 "u8))
            throw new InvalidDataException($"The answer is not 200 but:\n{Encoding.Latin1.GetString(head)}\n");

        var body = headEnd + 4;
        if (IsChunked(head))
        {
            // The size line of the first chunk is framing: a server that sends it alone has not sent a body byte yet.
            var sizeEnd = received[body..].IndexOf("\r\n"u8);
            if (sizeEnd < 0)
                return -1;
            body += sizeEnd + 2;
        }

        return body < received.Length ? body : -1;
    }

    private static bool IsChunked(ReadOnlySpan<byte> head)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            if (Ascii.EqualsIgnoreCase(head[range], "Transfer-Encoding: chunked"u8))
                return true;
        }

        return false;
    }
}
