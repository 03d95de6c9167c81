using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Support;

/// <summary>Reads every instrument of one app, as an exporter does.</summary>
internal sealed class Meters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, double> _sums = [];
    private readonly Dictionary<string, int> _counts = [];

    public Meters(TestApp app)
    {
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        _ = app.Hub; // Its meters are made with it.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name != "AotSse" || !ReferenceEquals(instrument.Meter.Scope, factory)) return;
            Instruments.Add($"{instrument.Name} {instrument.Unit} {instrument.GetType().Name}");
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Name, unit and kind of each.</summary>
    public SortedSet<string> Instruments { get; } = new(StringComparer.Ordinal);

    /// <summary>The value of a counter, as <c>name</c> or <c>name{tag=value}</c>; 0 when it has not been reported.</summary>
    public double this[string key]
    {
        get => Read().GetValueOrDefault(key);
    }

    /// <summary>How many times an instrument was recorded.</summary>
    public int Recorded(string key)
    {
        lock (_gate) return _counts.GetValueOrDefault(key);
    }

    /// <summary>All values by name and tags, those that are observed read now.</summary>
    public Dictionary<string, double> Read()
    {
        _listener.RecordObservableInstruments();
        lock (_gate) return new Dictionary<string, double>(_sums);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = instrument.Name;
        foreach (var tag in tags) key += $"{{{tag.Key}={tag.Value}}}";
        lock (_gate)
        {
            _sums[key] = instrument.IsObservable ? value : _sums.GetValueOrDefault(key) + value;
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
        }
    }
}
