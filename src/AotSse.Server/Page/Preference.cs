using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace AotSse.Server.Page;

/// <summary>What a client would rather have, text or a page (RFC 9110, section 12.5.1).</summary>
internal static class Preference
{
    private static readonly MediaTypeHeaderValue Html = new("text/html");
    private static readonly MediaTypeHeaderValue Plain = new("text/plain");

    /// <summary>Whether a page comes before text: by its weight or, where that is the same, because it is named more exactly. Who says nothing gets text.</summary>
    public static bool IsHtml(StringValues accept)
    {
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is "*/*")) return false;
        return MediaTypeHeaderValue.TryParseList(accept, out var ranges) && Rank(ranges, Html) is { Weight: > 0 } html && html.CompareTo(Rank(ranges, Plain)) > 0;
    }

    /// <summary>The most specific range that a type is in decides.</summary>
    private static (double Weight, int Specificity) Rank(IList<MediaTypeHeaderValue> ranges, MediaTypeHeaderValue type)
    {
        var best = (Weight: 0.0, Specificity: -1);
        foreach (var range in ranges)
        {
            if (!type.IsSubsetOf(range)) continue;
            var specificity = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            if (specificity > best.Specificity) best = (range.Quality ?? 1, specificity);
        }

        return best;
    }
}
