using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using AotSse.Log;

namespace AotSse.Replication;

/// <summary>One partition of the replicated log as this node uses it: what goes there, and what comes from there. Thread-safe.</summary>
internal sealed class Partition
{
    /// <summary>Looking where the log ends costs it a reader.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    /// <summary>A marker that has not come back for this long, when all else has, may have gone with a log that was deleted meanwhile.</summary>
    private static readonly TimeSpan MarkAgain = TimeSpan.FromSeconds(10);

    private readonly int _index;
    private readonly IReplicatedLog _log;
    private readonly ReplicationContext _shared;
    private readonly LogLink _appending;
    private readonly LogLink _reading;
    private readonly ReplicaReader _reader;

    // Interlocked only: when the end was last looked for.
    private long _looked;

    // The timer's alone: since when there has been nothing left to read, and no marker.
    private long _waitsSince;

    public Partition(int index, IReplicatedLog log, ulong producer, ReplicationOptions options, ReplicationContext shared)
    {
        (_index, _log, _shared, _waitsSince) = (index, log, shared, shared.Time.GetTimestamp());
        _appending = new LogLink(index, "append", shared);
        _reading = new LogLink(index, "read", shared);
        Outbox = new Outbox(producer, Marker(producer), _appending, options, shared.Time, shared.Meters);
        _reader = new ReplicaReader(index, Order, Outbox, shared);
    }

    /// <summary>The order of its events.</summary>
    public EventOrder Order { get; } = new();

    public Outbox Outbox { get; }

    /// <summary>Whether everything has been read that was there when the node started: clients can be served.</summary>
    public bool IsCaughtUp => _reader.IsCaughtUp;

    /// <summary>The newest offset that has been read.</summary>
    public long Last => _reader.Last;

    /// <summary>What it has left out of that.</summary>
    public LeftOut LeftOut => _reader.LeftOut;

    /// <summary>Why the node is not fully of use; nothing when it is.</summary>
    public string? Trouble => (_reading.Trouble ?? _appending.Trouble) is { } trouble ? $"the replicated log cannot be reached: {trouble}"
        : _reader.IsCaughtUp ? null
        : string.Create(CultureInfo.InvariantCulture, $"catching up: at offset {Math.Max(0, _reader.Last)} of about {Math.Max(_reader.Last, _reader.End)}");

    /// <summary>Appends and reads until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _appending.KeepOpenAsync(AppendAsync, cancellationToken),
        _reading.KeepOpenAsync(ReadAsync, cancellationToken));

    /// <summary>Gives up what has waited too long. Called by the timer.</summary>
    public void Tick()
    {
        Outbox.Tick();
        if (_reader.IsCaughtUp) return;
        var waits = _reader.Last >= _reader.End;
        if (waits && _shared.Time.GetElapsedTime(_waitsSince) < MarkAgain) return;
        if (waits) Outbox.MarkAgain();
        _waitsSince = _shared.Time.GetTimestamp();
    }

    /// <summary>How far the node is behind, as of the last look; looks again if that was long ago.</summary>
    public Measurement<long> MeasureLag(CancellationToken cancellationToken)
    {
        var looked = Volatile.Read(ref _looked);
        if (_reading.Trouble is null && (looked == 0 || _shared.Time.GetElapsedTime(looked) > LookAgain)
            && Interlocked.CompareExchange(ref _looked, _shared.Time.GetTimestamp(), looked) == looked) _ = LookAsync(cancellationToken);
        return new Measurement<long>(Math.Max(0, _reader.End - _reader.Last), Tag);
    }

    public Measurement<long> MeasureBuffered() => new(Outbox.Count, Tag);

    private KeyValuePair<string, object?> Tag => new("aotsse.partition", _index);

    private async Task AppendAsync(CancellationToken cancellationToken)
    {
        // What goes into another log than the one that is read would be confirmed and reach nobody.
        if (Order.IsNamed) await FindEpochAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _log.AppendAsync(_index, Outbox.Open(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Outbox.Close();
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await FindEpochAsync(cancellationToken).ConfigureAwait(false);
        _reader.End = await _log.FindEndAsync(_index, cancellationToken).ConfigureAwait(false);
        _reading.Reached();
        await _log.ReadAsync(_index, _reader.Last >= 0 ? LogPosition.At(_reader.Last + 1) : LogPosition.Since(_shared.Window), _reader, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">The log is not the one that this node has read from.</exception>
    private async Task FindEpochAsync(CancellationToken cancellationToken)
    {
        if (Order.IsNamed && await _log.FindEndAsync(_index, cancellationToken).ConfigureAwait(false) < 0)
            throw new InvalidOperationException($"the log has been replaced: it is empty, and this node has ids of {Order.Epoch.Name}. Restart the node");
        var finder = new EpochFinder(Outbox.Producer);
        await _log.ReadAsync(_index, LogPosition.Oldest, finder, cancellationToken).ConfigureAwait(false);
        if (Order.IsNamed)
        {
            if (finder.Epoch != Order.Epoch.Name) throw new InvalidOperationException($"the log has been replaced: its epoch is {finder.Epoch}, this node has ids of {Order.Epoch.Name}. Restart the node");
            return;
        }

        Order.Epoch = new LogEpoch(finder.Epoch!);
        Outbox.SetEpoch(Encoding.ASCII.GetBytes(finder.Epoch!));
    }

    private byte[] Marker(ulong producer)
    {
        var marker = new byte[RecordFormat.HeaderBytes];
        RecordFormat.WriteHeader(marker, RecordKind.Marker, producer, _shared.Time.GetUtcNow().ToUnixTimeMilliseconds());
        Encoding.ASCII.GetBytes(LogEpoch.Create().Name, marker.AsSpan(RecordFormat.EpochOffset));
        BinaryPrimitives.WriteInt64LittleEndian(marker.AsSpan(RecordFormat.SequenceOffset), Outbox.MarkerSequence);
        return marker;
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            _reader.End = await _log.FindEndAsync(_index, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The link that reads tells of whatever is wrong.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The figure stays as old as it is.
        }
    }
}
