using System.Buffers;
using System.Text;

namespace AotSse.Server.Logging;

/// <summary>
/// Takes credentials out of what is logged: whole requests are, at level Information, and tokens may stand in their URLs; at Debug so are the headers that
/// cannot be read.
/// </summary>
internal static class Secrets
{
    /// <summary>How the server begins to tell of a header that is none, of whatever name: what follows may be anybody's key.</summary>
    private const string UnreadableHeader = "Invalid request header: ";

    /// <summary>The longest name of a secret, with each letter escaped.</summary>
    private const int MaxNameLength = 3 * 6;

    private static readonly SearchValues<char> NameStarts = SearchValues.Create("?&; '\"");

    /// <summary>No quotes: they may stand in an URL as they are.</summary>
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create("& \r\n");
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    /// <summary>The text with the values of the query parameters <c>token</c> and <c>ticket</c> replaced, however their names are written.</summary>
    public static string Hide(string text)
    {
        var hidden = new StringBuilder();
        var done = 0;
        while (Next(text, done) is var (start, end))
        {
            hidden.Append(text, done, start - done).Append("***");
            done = end;
        }

        return done == 0 ? text : hidden.Append(text, done, text.Length - done).ToString();
    }

    private static (int Start, int End)? Next(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '=' && IsSecret(text.AsSpan(from, i - from))) return (i + 1, EndOf(text, i + 1, ValueEnds));
            if (text.AsSpan(i).StartsWith(UnreadableHeader, StringComparison.Ordinal)) return (i + UnreadableHeader.Length, EndOf(text, i + UnreadableHeader.Length, LineEnds));
        }

        return null;
    }

    /// <summary>Whether what stands before a <c>=</c> ends in the name of a secret, read as the query is.</summary>
    private static bool IsSecret(ReadOnlySpan<char> before)
    {
        var name = before[(before.LastIndexOfAny(NameStarts) + 1)..];
        return name.Length <= MaxNameLength && Uri.UnescapeDataString(name).ToUpperInvariant() is "TOKEN" or "TICKET";
    }

    private static int EndOf(string text, int start, SearchValues<char> ends) => text.AsSpan(start).IndexOfAny(ends) is >= 0 and var length ? start + length : text.Length;
}
