using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using AotSse.Fanout;
using AotSse.Wire;

namespace AotSse.Telemetry;

/// <summary>
/// The meters of one hub, named and measured as OpenTelemetry asks. What happens for each event or delivery is counted in plain fields, once a sweep,
/// and read when somebody collects; only what is rare is reported as it happens. Thread-safe.
/// </summary>
internal sealed class EngineMeters : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "AotSse";

    private static readonly KeyValuePair<string, object?>[] DisconnectTags = Tags("aotsse.reason", "client", "timeout", "lag", "drain", "expired", "completed", "error");
    private static readonly KeyValuePair<string, object?>[] RefusalTags = Tags("aotsse.reason", "", "drain", "total", "topic", "address");
    private static readonly KeyValuePair<string, object?>[] DropTags = Tags("aotsse.reason", "disconnect", "drop_oldest", "coalesce");
    private static readonly KeyValuePair<string, object?>[] ReplayTags = Tags("aotsse.outcome", "resumed", "evicted", "epoch", "unknown", "lagged");

    private readonly Meter _meter;
    private readonly Counter<long> _disconnects;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _drops;
    private readonly Counter<long> _replays;
    private readonly Histogram<long> _lag;
    private readonly Histogram<double> _publishToSend;

    private Counts _counts;

    /// <param name="factory">Makes the meter, in an app that has one.</param>
    /// <param name="streams">What is measured when somebody collects.</param>
    public EngineMeters(IMeterFactory? factory, Func<IEnumerable<StreamReading>> streams)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableUpDownCounter("aotsse.subscribers", () => Measure(streams(), static stream => stream.Subscribers), "{subscriber}", "Open streams.");
        _meter.CreateObservableUpDownCounter("aotsse.topics", () => Measure(streams(), static stream => stream.Topics), "{topic}", "Topics with a subscriber or a retained event.");
        _meter.CreateObservableCounter("aotsse.published.events", () => Measure(streams(), static stream => stream.PublishedEvents), "{event}", "Events published to push streams.");
        _meter.CreateObservableCounter("aotsse.published.size", () => Measure(streams(), static stream => stream.PublishedBytes), "By", "Bytes of the events published to push streams, HTTP framing included.");
        _meter.CreateObservableCounter("aotsse.deliveries", () => Volatile.Read(ref _counts.Deliveries), "{event}", "Events handed to the connections of subscribers.");
        _meter.CreateObservableCounter("aotsse.sends", () => Volatile.Read(ref _counts.Sends), "{send}", "Calls that handed events to a connection; each carries all that its subscriber lacked.");
        _meter.CreateObservableCounter("aotsse.batches", () => Volatile.Read(ref _counts.Batches), "{batch}", "Sweeps over the subscribers of a topic; each carries all events that had gathered.");
        _disconnects = _meter.CreateCounter<long>("aotsse.disconnects", "{subscriber}", "Streams that ended, by aotsse.reason.");
        _refusals = _meter.CreateCounter<long>("aotsse.refusals", "{subscriber}", "Clients that were told to come back later, by aotsse.reason.");
        _drops = _meter.CreateCounter<long>("aotsse.dropped.events", "{event}", "Events that a subscriber which fell behind did not get, by aotsse.reason.");
        _replays = _meter.CreateCounter<long>("aotsse.replays", "{subscriber}", "Clients that came back with a cursor, by aotsse.outcome.");
        _lag = _meter.CreateHistogram<long>("aotsse.lag", "By", "How far a subscriber was behind when its connection took no more.");
        _publishToSend = _meter.CreateHistogram<double>("aotsse.publish_to_send.duration", "s", "Time from an event to the end of the sweep that sent it, measured once a sweep for its oldest event.");
    }

    /// <summary>A time stamp for <see cref="Swept"/>; 0 when nobody measures.</summary>
    public long StartSweep() => _publishToSend.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A sweep has ended.</summary>
    public void Swept(in SweepTally tally, long started)
    {
        Interlocked.Increment(ref _counts.Batches);
        Add(tally);
        if (started != 0) _publishToSend.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>A subscriber has been served by itself.</summary>
    public void Add(in SweepTally tally)
    {
        if (tally.Sends == 0) return;
        Interlocked.Add(ref _counts.Deliveries, tally.Deliveries);
        Interlocked.Add(ref _counts.Sends, tally.Sends);
    }

    /// <summary>A connection takes no more.</summary>
    public void Lagged(long bytes) => _lag.Record(bytes);

    public void Dropped(LagPolicy reason, long events)
    {
        if (events > 0) _drops.Add(events, DropTags[(int)reason]);
    }

    public void Disconnected(DisconnectReason reason) => _disconnects.Add(1, DisconnectTags[(int)reason]);

    public void Refused(RefusalReason reason) => _refusals.Add(1, RefusalTags[(int)reason]);

    public void Replayed(GapReason gap) => _replays.Add(1, ReplayTags[(int)gap]);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure(IEnumerable<StreamReading> streams, Func<StreamReading, long?> value)
    {
        foreach (var stream in streams)
            if (value(stream) is { } measured) yield return new Measurement<long>(measured, new KeyValuePair<string, object?>("http.route", stream.Route));
    }

    private static KeyValuePair<string, object?>[] Tags(string name, params string[] values) =>
        Array.ConvertAll(values, value => new KeyValuePair<string, object?>(name, value));

    /// <summary>Each on a cache line of its own: sweeps on several cores add to them. Interlocked only.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Counts
    {
        [FieldOffset(64)]
        public long Deliveries;

        [FieldOffset(128)]
        public long Sends;

        [FieldOffset(192)]
        public long Batches;
    }
}
