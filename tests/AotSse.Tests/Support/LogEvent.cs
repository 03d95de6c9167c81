using System.Globalization;
using System.Text;

namespace AotSse.Tests.Support;

/// <summary>An event that <see cref="Streams.Publish"/> has written, as it is read back.</summary>
internal readonly record struct LogEvent(long Number, string Data)
{
    /// <summary>Strict: an id with a number, one line of data, a blank line, nothing else.</summary>
    public static LogEvent Parse(ReadOnlySpan<byte> payload)
    {
        var lines = Encoding.UTF8.GetString(payload).Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("id: e-", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        Assert.Equal(("", ""), (lines[2], lines[3]));
        return new LogEvent(long.Parse(lines[0].AsSpan(6), CultureInfo.InvariantCulture), lines[1][6..]);
    }
}
