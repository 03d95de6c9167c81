using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AotSse.Server.Observability;

/// <summary>The text format of Prometheus, version 0.0.4, with names made as OpenTelemetry's compatibility rules say.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>What .NET 9 declares as counters and is none.</summary>
    private static readonly string[] FallsToo = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    /// <summary>The name of an instrument: dots become underscores, the unit follows, and <c>_total</c> behind a counter.</summary>
    public static string NameOf(Instrument instrument)
    {
        var name = Name(instrument.Name);
        var unit = instrument.Unit switch
        {
            "By" => "_bytes",
            "s" => "_seconds",
            "1" when !IsCounter(instrument) => "_ratio",
            _ => "",
        };
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsCounter(instrument) ? name + "_total" : name;
    }

    public static void Write(StringBuilder text, Instrument instrument, IReadOnlyList<Series> all)
    {
        if (all.Count == 0) return;
        var name = NameOf(instrument);
        var isHistogram = IsHistogram(instrument);
        Describe(text, name, IsCounter(instrument) ? "counter" : isHistogram ? "histogram" : "gauge", instrument.Description);
        foreach (var series in all)
        {
            if (isHistogram) WriteHistogram(text, name, series);
            else Line(text, name, "", series.Labels, series.Value);
        }
    }

    /// <summary>Writes a figure that no instrument measures, under a name that is ready.</summary>
    public static void Write(StringBuilder text, string name, string type, string help, double value)
    {
        Describe(text, name, type, help);
        Line(text, name, "", "", value);
    }

    public static bool IsHistogram(Instrument instrument) => IsA(instrument, "Histogram");

    /// <summary>A name of letters, digits and underscores.</summary>
    public static string Name(string name) => string.Create(name.Length, name, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++) span[i] = char.IsAsciiLetterOrDigit(source[i]) ? source[i] : '_';
    });

    /// <summary>Appends the value of a label.</summary>
    public static void Escape(StringBuilder text, string value)
    {
        foreach (var c in value)
        {
            if (c is '\\' or '"') text.Append('\\').Append(c);
            else if (c == '\n') text.Append("\\n");
            else text.Append(c);
        }
    }

    private static void Describe(StringBuilder text, string name, string type, string? help)
    {
        if (help is not null)
        {
            text.Append("# HELP ").Append(name).Append(' ');
            text.Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void WriteHistogram(StringBuilder text, string name, Series series)
    {
        var comma = series.Labels.Length > 0 ? "," : "";
        for (var i = 0; i < series.Bounds.Length; i++)
            Line(text, name, "_bucket", $"{series.Labels}{comma}le=\"{Number(series.Bounds[i])}\"", series.CountUpTo(i));
        Line(text, name, "_bucket", $"{series.Labels}{comma}le=\"+Inf\"", series.Count);
        Line(text, name, "_sum", series.Labels, series.Value);
        Line(text, name, "_count", series.Labels, series.Count);
    }

    private static void Line(StringBuilder text, string name, string suffix, string labels, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>What only grows. A counter that may also fall is a gauge to Prometheus.</summary>
    private static bool IsCounter(Instrument instrument) =>
        (IsA(instrument, "Counter") || IsA(instrument, "ObservableCounter")) && !FallsToo.Contains(instrument.Name);

    /// <summary>By the name of its open type: the type of its values does not matter here.</summary>
    private static bool IsA(Instrument instrument, string kind) => instrument.GetType().Name.StartsWith(kind + "`", StringComparison.Ordinal);
}
