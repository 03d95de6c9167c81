using System.Globalization;
using System.Net;
using System.Text;

namespace AotSse.Benchmarks.Fanout;

/// <summary>Horizontal bars as SVG, readable on light and dark pages.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int LabelWidth = 130;
    private const int ValueWidth = 100;
    private const int TitleHeight = 34;
    private const int RowHeight = 26;
    private const int BarHeight = 16;
    private const int BaselineInBar = 12;

    public static string Draw(string title, IReadOnlyList<Bar> bars)
    {
        var largest = bars.Count == 0 ? 1 : Math.Max(bars.Max(bar => bar.Value), double.Epsilon);
        var height = TitleHeight + (RowHeight * bars.Count) + 10;
        var svg = new StringBuilder();
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="sans-serif" font-size="13" role="img">""");
        Line($"""<title>{Escape(title)}</title>""");
        // Page colours are unknown: a ground of its own keeps the text readable.
        Line($"""<rect width="{Width}" height="{height}" rx="6" fill="#ffffff"/>""");
        Line($"""<text x="12" y="22" font-weight="bold" fill="#24292f">{Escape(title)}</text>""");
        for (var index = 0; index < bars.Count; index++)
        {
            var bar = bars[index];
            var top = TitleHeight + (index * RowHeight);
            var length = Math.Max(1, Math.Max(0, bar.Value) / largest * (Width - LabelWidth - ValueWidth));
            Line($"""<text x="{LabelWidth - 8}" y="{top + BaselineInBar}" text-anchor="end" fill="#24292f">{Escape(bar.Label)}</text>""");
            Line($"""<rect x="{LabelWidth}" y="{top}" width="{length:0.0}" height="{BarHeight}" fill="{(bar.Highlighted ? "#0969da" : "#8c959f")}"/>""");
            Line($"""<text x="{LabelWidth + length + 6:0.0}" y="{top + BaselineInBar}" fill="#24292f">{Number(bar.Value)}</text>""");
        }

        Line($"</svg>");
        return svg.ToString();

        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Number(double value) => value.ToString(value >= 1000 ? "#,0" : "0.00", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    internal sealed record Bar(string Label, double Value, bool Highlighted);
}
