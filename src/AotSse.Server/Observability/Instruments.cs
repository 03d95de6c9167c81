using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AotSse.Server.Observability;

/// <summary>Listens to the meters of the engine and the runtime, and writes what they have measured when asked, with the figures of the process. Thread-safe.</summary>
internal sealed class Instruments : IDisposable
{
    private const string Engine = "AotSse";
    private const string Runtime = "System.Runtime";

    /// <summary>Of the runtime's: a native binary compiles and loads nothing, and <see cref="ProcessFigures"/> have standard names.</summary>
    private static readonly string[] Senseless = ["dotnet.jit.", "dotnet.assembly.", "dotnet.process."];
    private static readonly double[] SecondBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
    private static readonly double[] ByteBounds = [1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly SortedDictionary<string, (Instrument Instrument, List<Series> Series)> _instruments = new(StringComparer.Ordinal);

    public Instruments()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsWanted(instrument)) listener.EnableMeasurementEvents(instrument, Add(instrument));
        };
        Listen<byte>(static value => value);
        Listen<short>(static value => value);
        Listen<int>(static value => value);
        Listen<long>(static value => value);
        Listen<float>(static value => value);
        Listen<double>(static value => value);
        Listen<decimal>(static value => (double)value);
        _listener.Start();
    }

    /// <summary>Writes everything in the text format of Prometheus, version 0.0.4.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (_gate)
            foreach (var (_, (instrument, series)) in _instruments) PrometheusText.Write(text, instrument, series);
        ProcessFigures.Write(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Kestrel's are not: its gauges are steps, of which those before the first scrape would be missing.</summary>
    private static bool IsWanted(Instrument instrument) =>
        instrument.Meter.Name == Engine
        || (instrument.Meter.Name == Runtime && !Array.Exists(Senseless, prefix => instrument.Name.StartsWith(prefix, StringComparison.Ordinal)));

    private void Listen<T>(Func<T, double> convert) where T : struct => _listener.SetMeasurementEventCallback<T>((instrument, value, tags, state) =>
    {
        lock (_gate) Find((List<Series>)state!, instrument, tags).Measure(instrument, convert(value));
    });

    private List<Series> Add(Instrument instrument)
    {
        lock (_gate)
        {
            var name = PrometheusText.NameOf(instrument);
            if (!_instruments.TryGetValue(name, out var known)) _instruments[name] = known = (instrument, []);
            return known.Series;
        }
    }

    private static Series Find(List<Series> all, Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.IsEmpty ? "" : Labels(tags);
        foreach (var series in all)
            if (series.Labels == labels) return series;

        var added = new Series(labels, BoundsOf(instrument));
        all.Add(added);
        return added;
    }

    private static double[] BoundsOf(Instrument instrument) =>
        !PrometheusText.IsHistogram(instrument) ? [] : instrument.Unit == "By" ? ByteBounds : SecondBounds;

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(PrometheusText.Name(key)).Append("=\"");
            PrometheusText.Escape(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
            text.Append('"');
        }

        return text.ToString();
    }
}
