using System.Diagnostics.Metrics;

namespace AotSse.Telemetry;

/// <summary>The meters of the replicated log, part of <see cref="EngineMeters.MeterName"/>. Thread-safe.</summary>
internal sealed class ReplicationMeters : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _confirm;

    // Interlocked only.
    private long _reconnects;
    private long _replayed;
    private long _duplicates;

    /// <param name="factory">Makes the meter, in an app that has one.</param>
    /// <param name="buffered">Events of each partition that wait to be confirmed.</param>
    /// <param name="lag">Records of each partition that this node has not read yet.</param>
    public ReplicationMeters(IMeterFactory? factory, Func<IEnumerable<Measurement<long>>> buffered, Func<IEnumerable<Measurement<long>>> lag)
    {
        _meter = factory?.Create(EngineMeters.MeterName) ?? new Meter(EngineMeters.MeterName);
        _confirm = _meter.CreateHistogram<double>("aotsse.replication.confirm.duration", "s", "Time from an event's publishing to its confirmation by the replicated log.");
        _meter.CreateObservableUpDownCounter("aotsse.replication.buffered", buffered, "{event}", "Events that wait to be confirmed by the replicated log.");
        _meter.CreateObservableGauge("aotsse.replication.lag", lag, "{record}", "How far this node is behind the replicated log, in offsets, as of the last look.");
        _meter.CreateObservableCounter("aotsse.replication.reconnects", () => Volatile.Read(ref _reconnects), "{connection}", "How often the replicated log had to be reached again.");
        _meter.CreateObservableCounter("aotsse.replication.replayed.events", () => Volatile.Read(ref _replayed), "{event}", "Events sent to clients from the replicated log itself, because this node keeps them no longer.");
        _meter.CreateObservableCounter("aotsse.replication.duplicates", () => Volatile.Read(ref _duplicates), "{record}", "Records left out because they were stored twice.");
    }

    public void Confirmed(TimeSpan after) => _confirm.Record(after.TotalSeconds);

    public void Reconnected() => Interlocked.Increment(ref _reconnects);

    public void Replayed() => Interlocked.Increment(ref _replayed);

    public void Duplicate() => Interlocked.Increment(ref _duplicates);

    public void Dispose() => _meter.Dispose();
}
