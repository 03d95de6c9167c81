using System.Text;

namespace AotSse.Benchmarks.Start;

/// <summary>A measured route: its request as bytes, and how a right answer's body may begin.</summary>
internal sealed class Route
{
    public static readonly Route Hello = new("/", "text/plain", "hello!");

    /// <summary>Ours begins with the <c>retry:</c> block that opens the client's stream, the others with their first data.</summary>
    public static readonly Route Stream = new("/stream", "text/event-stream", "retry:", "data:");

    public static readonly Route[] All = [Hello, Stream];

    private readonly string[] _bodyStarts;

    private Route(string path, string accept, params string[] bodyStarts)
    {
        Path = path;
        Request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n");
        _bodyStarts = bodyStarts;
    }

    public string Path { get; }

    public byte[] Request { get; }

    /// <summary>Whether the bytes that came so far can be the begin of a right body.</summary>
    public bool Accepts(ReadOnlySpan<byte> body)
    {
        foreach (var start in _bodyStarts)
        {
            var length = Math.Min(body.Length, start.Length);
            if (Ascii.Equals(body[..length], start.AsSpan(0, length)))
                return true;
        }

        return false;
    }
}
