using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace AotSse.Generators.Tests.Harness;

/// <summary>A source with marks where a rule is expected: <c>[|here|]</c>, or <c>{|AOTSSE006:here|}</c> where it is another than the test's.</summary>
/// <param name="Source">The source without marks.</param>
/// <param name="Spans">The marked places and the rule each names; in order.</param>
internal sealed record Markup(string Source, IReadOnlyList<(string Rule, TextSpan Span)> Spans)
{
    /// <param name="text">The text with marks.</param>
    /// <param name="rule">The rule that <c>[|…|]</c> stands for.</param>
    public static Markup Parse(string text, string rule)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Rule, int Start)>();
        var spans = new List<(string Rule, TextSpan Span)>();
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("[|"))
            {
                open.Push((rule, source.Length));
                i++;
            }
            else if (rest.StartsWith("{|"))
            {
                var colon = rest.IndexOf(':');
                open.Push((rest[2..colon].ToString(), source.Length));
                i += colon;
            }
            else if (rest.StartsWith("|]") || rest.StartsWith("|}"))
            {
                var (id, start) = open.Pop();
                spans.Add((id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else source.Append(text[i]);
        }

        return new Markup(source.ToString(), [.. spans.OrderBy(span => span.Span.Start).ThenBy(span => span.Rule, StringComparer.Ordinal)]);
    }

    /// <summary>The source with the marks that would expect these.</summary>
    public static string Write(string source, IEnumerable<(string Rule, TextSpan Span)> spans)
    {
        // From the end, so that the places before stay where they are.
        var text = new StringBuilder(source);
        foreach (var (rule, span) in spans.OrderByDescending(span => span.Span.Start)) text.Insert(span.End, "|}").Insert(span.Start, $"{{|{rule}:");
        return text.ToString();
    }
}
