using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using AotSse.Fanout;
using AotSse.Wire;

namespace AotSse.Telemetry;

/// <summary>
/// The meters of one hub, named and measured as OpenTelemetry asks. What happens for each event or delivery is counted in plain fields, once a sweep,
/// and read when somebody collects; only histograms are told as it happens. Thread-safe.
/// </summary>
internal sealed class EngineMeters : IDisposable
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "AotSse";

    /// <summary>In the place of a reason that is none.</summary>
    private const string Never = "";

    private static readonly KeyValuePair<string, object?>[] DisconnectTags = Tags("aotsse.reason", "client", "timeout", "lag", "drain", "expired", "completed", "error");
    private static readonly KeyValuePair<string, object?>[] RefusalTags = Tags("aotsse.reason", Never, "drain", "total", "topic", "address", "catching_up");
    private static readonly KeyValuePair<string, object?>[] DropTags = Tags("aotsse.reason", "disconnect", "drop_oldest", "coalesce");
    private static readonly KeyValuePair<string, object?>[] ReplayTags = Tags("aotsse.outcome", "resumed", "evicted", "epoch", "unknown", "lagged");

    private readonly Meter _meter;

    // By the reasons in the order of the tags. Interlocked only.
    private readonly long[] _disconnects = new long[DisconnectTags.Length];
    private readonly long[] _refusals = new long[RefusalTags.Length];
    private readonly long[] _drops = new long[DropTags.Length];
    private readonly long[] _replays = new long[ReplayTags.Length];
    private readonly Histogram<long> _lag;
    private readonly Histogram<double> _publishToSend;

    private Counts _counts;

    /// <param name="factory">Makes the meter, in an app that has one.</param>
    /// <param name="streams">What is measured when somebody collects.</param>
    /// <param name="logBytes">The memory of all logs.</param>
    public EngineMeters(IMeterFactory? factory, Func<IEnumerable<StreamReading>> streams, Func<long> logBytes)
    {
        _meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableUpDownCounter("aotsse.subscribers", () => Measure(streams(), static stream => stream.Subscribers), "{subscriber}", "Open streams.");
        _meter.CreateObservableUpDownCounter("aotsse.topics", () => Measure(streams(), static stream => stream.Topics), "{topic}", "Topics with a subscriber or a retained event.");
        _meter.CreateObservableCounter("aotsse.published.events", () => Measure(streams(), static stream => stream.PublishedEvents), "{event}", "Events published to push streams.");
        _meter.CreateObservableCounter("aotsse.published.size", () => Measure(streams(), static stream => stream.PublishedBytes), "By", "Bytes of the events published to push streams, HTTP framing included.");
        _meter.CreateObservableUpDownCounter("aotsse.log.size", logBytes, "By", "Memory of the events that topics keep, and of what waits to be used for more.");
        _meter.CreateObservableCounter("aotsse.deliveries", () => Volatile.Read(ref _counts.Deliveries), "{event}", "Events handed to the connections of subscribers.");
        _meter.CreateObservableCounter("aotsse.sends", () => Volatile.Read(ref _counts.Sends), "{send}", "Calls that handed events to a connection; each carries all that its subscriber lacked.");
        _meter.CreateObservableCounter("aotsse.batches", () => Volatile.Read(ref _counts.Batches), "{batch}", "Sweeps over the subscribers of a topic; each carries all events that had gathered.");
        _meter.CreateObservableCounter("aotsse.disconnects", () => Measure(_disconnects, DisconnectTags), "{subscriber}", "Streams that ended, by aotsse.reason.");
        _meter.CreateObservableCounter("aotsse.refusals", () => Measure(_refusals, RefusalTags), "{subscriber}", "Clients that were told to come back later, by aotsse.reason.");
        _meter.CreateObservableCounter("aotsse.dropped.events", () => Measure(_drops, DropTags), "{event}", "Events that a subscriber which fell behind did not get, by aotsse.reason.");
        _meter.CreateObservableCounter("aotsse.replays", () => Measure(_replays, ReplayTags), "{subscriber}", "Clients that came back with a cursor, by aotsse.outcome.");
        _lag = _meter.CreateHistogram<long>("aotsse.lag", "By", "How far a subscriber was behind when its connection took no more.");
        _publishToSend = _meter.CreateHistogram<double>("aotsse.publish_to_send.duration", "s", "Time from an event to the end of the sweep that sent it, measured once a sweep for its oldest event.");
    }

    /// <summary>Whether somebody wants to know how long events wait.</summary>
    public bool MeasuresLatency => _publishToSend.Enabled;

    /// <summary>A sweep has ended.</summary>
    /// <param name="tally">What it has done.</param>
    /// <param name="started">The time stamp of its oldest event; 0 when nobody measured.</param>
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
        if (events > 0) Interlocked.Add(ref _drops[(int)reason], events);
    }

    public void Disconnected(DisconnectReason reason) => Interlocked.Increment(ref _disconnects[(int)reason]);

    public void Refused(RefusalReason reason) => Interlocked.Increment(ref _refusals[(int)reason]);

    public void Replayed(GapReason gap) => Interlocked.Increment(ref _replays[(int)gap]);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Measure(IEnumerable<StreamReading> streams, Func<StreamReading, long?> value)
    {
        foreach (var stream in streams)
            if (value(stream) is { } measured) yield return new Measurement<long>(measured, new KeyValuePair<string, object?>("http.route", stream.Route));
    }

    /// <summary>All that may happen, from zero on: a rate needs the value before the first time.</summary>
    private static IEnumerable<Measurement<long>> Measure(long[] counts, KeyValuePair<string, object?>[] tags)
    {
        for (var i = 0; i < counts.Length; i++)
            if (tags[i].Value is not Never) yield return new Measurement<long>(Volatile.Read(ref counts[i]), tags[i]);
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
