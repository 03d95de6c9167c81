using System.Text;
using AotSse.Log;
using AotSse.Telemetry;
using EventId = AotSse.Wire.EventId;

namespace AotSse.Replication;

/// <summary>
/// Appends the events of one partition to the wire logs of their topics, in order, each once. For one thread at a time; what others may read says so.
/// </summary>
/// <param name="partition">Which partition.</param>
/// <param name="order">Its order.</param>
/// <param name="outbox">Is told of this node's own records.</param>
/// <param name="shared">What all partitions share.</param>
internal sealed class ReplicaReader(int partition, EventOrder order, Outbox outbox, ReplicationContext shared) : IRecordSink
{
    private const int RecordsPerProgress = 100_000;

    private readonly Duplicates _duplicates = new();
    private readonly TopicText _topic = new();
    private readonly TopicText _route = new();
    private readonly TopicText _key = new();

    // Written by the reader, read anywhere: the newest offset that has been read, and whether everything has been that was there at the start.
    private long _last = -1;
    private volatile bool _isCaughtUp;
    private long _end = -1;

    /// <summary>What it has left out.</summary>
    public LeftOut LeftOut { get; } = new();

    /// <summary>The newest offset that has been read, -1 before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Whether everything has been read that was there when the node started.</summary>
    public bool IsCaughtUp => _isCaughtUp;

    /// <summary>About the newest offset there is, as of the last look.</summary>
    public long End
    {
        get => Volatile.Read(ref _end);
        set => Volatile.Write(ref _end, value);
    }

    public ValueTask<bool> OnRecordAsync(long offset, ReadOnlyMemory<byte> record)
    {
        if (offset <= _last) return new(true);
        if (_last < 0)
        {
            order.RaiseFloor(offset - 1); // What was before it is not here.
            LeftOut.Begin(offset);
            ReplicationLog.CatchingUp(shared.Logger, partition, shared.Window.TotalSeconds, offset, End);
        }
        else if (!_isCaughtUp && offset / RecordsPerProgress > _last / RecordsPerProgress)
        {
            ReplicationLog.Progress(shared.Logger, partition, offset, End);
        }

        if (EventRecord.Read(record.Span, out var read) is { } wrong) ReplicationLog.PassedOver(shared.Logger, partition, offset, wrong);
        else Apply(offset, read);

        // Only now: who has read it finds every event up to it in the logs.
        order.Sequence.Reach(offset);
        Volatile.Write(ref _last, offset);
        return new(true);
    }

    private void Apply(long offset, in EventRecord record)
    {
        var isOwn = record.Producer == outbox.Producer;
        if (!_duplicates.TryAdd(record, offset))
        {
            LeaveOut(offset);
            return;
        }

        switch (record.Kind)
        {
            case RecordKind.Marker when isOwn:
                _isCaughtUp = true;
                outbox.OnMarkerRead();
                ReplicationLog.CaughtUp(shared.Logger, partition, offset, order.Epoch.Name);
                break;

            case RecordKind.Event:
                var receipt = Append(offset, record);
                if (isOwn) outbox.OnRead(record.Sequence, receipt);
                break;
        }
    }

    /// <summary>Appends the event, unless one with its key is there already: then its publisher is told of that one.</summary>
    private PublishReceipt Append(long offset, in EventRecord record)
    {
        var id = new EventId(order.Epoch.Name, offset);
        if (record.OnceKey.IsEmpty) return new PublishReceipt(id, AppendToTopic(offset, record));

        var (scope, key) = (Encoding.UTF8.GetString(record.Scope), Encoding.UTF8.GetString(record.OnceKey));
        if (shared.Keys.FindStored(scope, key, record.Time) is { } first)
        {
            LeaveOut(offset);
            return first;
        }

        var receipt = new PublishReceipt(id, AppendToTopic(offset, record));
        shared.Keys.AddStored(scope, key, record.Time, receipt);
        return receipt;
    }

    private void LeaveOut(long offset)
    {
        LeftOut.Add(offset);
        shared.Meters.Duplicate();
    }

    private int AppendToTopic(long offset, in EventRecord record)
    {
        // A stream that this app does not declare: another's, or a newer version's.
        if (!shared.Streams.TryGetValue(_route.Read(record.Route), out var stream)) return 0;
        return stream.Append(_topic.Read(record.Topic), offset, record.Frame, shared.StampOf(record.Time), _key.Read(record.ReplaceKey));
    }
}
