using System.Buffers;
using System.Globalization;
using System.Text;
using AotSse.Fanout;
using AotSse.Replication;
using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace AotSse.Hosting;

/// <summary>
/// Serves a client whose cursor is older than what this node keeps: from the replicated log itself, by a reader of its own that goes as fast as the client takes it, until
/// the client stands where it can join the others. Belongs to the loop of its connection.
/// </summary>
/// <param name="connection">The client.</param>
/// <param name="subscriber">Joins at the end.</param>
/// <param name="stream">The stream.</param>
/// <param name="topics">What the client wants of it.</param>
/// <param name="replica">Knows the log.</param>
/// <param name="cursor">Where it stands.</param>
internal sealed class HistoryReplay(StreamConnection connection, PipeSubscriber subscriber, PushStream stream, TopicFilter topics, Replica replica, EventId cursor) : IRecordSink
{
    /// <summary>Written to the response before the client has to take it.</summary>
    private const int BatchBytes = 64 * 1024;

    /// <summary>Joining costs a lock: it is tried this often, and at the newest event that the node has.</summary>
    private const int RecordsPerTry = 256;

    private readonly Duplicates _duplicates = new();
    private readonly PublishedKeys _keys = new(stream.Retention.Events, stream.Retention.Age, long.MaxValue, connection.Time, NullLogger.Instance, isShared: true);
    private readonly TopicText _topic = new();
    private readonly byte[] _route = Encoding.UTF8.GetBytes(stream.Route);

    private Partition _partition = null!;
    private long _after;
    private bool _isFirst = true;
    private bool _hasJoined;
    private int _written;

    /// <returns>Whether the client has joined; otherwise it is gone, its time is over, or the log cannot be read.</returns>
    public async Task<bool> RunAsync()
    {
        var index = replica.PartitionOf(stream.Route, topics.Topic);
        (_partition, _after) = (replica[index], cursor.Number);

        // Where the node itself does not know the copies, those of records before the cursor must be known too.
        var from = _partition.LeftOut.Contains(_after) is null ? Math.Max(0, _after - LeftOut.Reach) : _after;

        var stopping = connection.Stopping;
        try
        {
            await replica.HistoryReads.WaitAsync(stopping).ConfigureAwait(false);
            try
            {
                await replica.Log.ReadAsync(index, LogPosition.At(from), this, stopping).ConfigureAwait(false);
            }
            finally
            {
                replica.HistoryReads.Release();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // The log may throw anything. The client comes back to where it stands, and the node tells of the log.
        catch (Exception)
#pragma warning restore CA1031
        {
            connection.EndReason = DisconnectReason.Error;
            return false;
        }

        return _hasJoined;
    }

    public ValueTask<bool> OnRecordAsync(long offset, ReadOnlyMemory<byte> record)
    {
        if (_isFirst) Begin(offset);
        return offset > _partition.Last ? JoinOrTakeAsync(offset, record) : TakeAsync(offset, record);
    }

    /// <summary>The client has all that the node has: it joins, and the node brings this record. Unless it took what there was so slowly that the node went on meanwhile.</summary>
    private async ValueTask<bool> JoinOrTakeAsync(long offset, ReadOnlyMemory<byte> record) =>
        await FlushAsync(isTry: true).ConfigureAwait(false) && await TakeAsync(offset, record).ConfigureAwait(false);

    private ValueTask<bool> TakeAsync(long offset, ReadOnlyMemory<byte> record)
    {
        if (EventRecord.Read(record.Span, out var read) is null) Write(offset, read);
        _after = Math.Max(_after, offset);

        var isTry = offset >= _after && (offset % RecordsPerTry == 0 || offset >= _partition.Last);
        if (connection.TryWriteHeartbeat()) _written = BatchBytes;
        if (_written < BatchBytes && !isTry) return new(true);
        _written = 0;
        return FlushAsync(isTry);
    }

    /// <summary>Tells the client if the log has forgotten what it lacks.</summary>
    private void Begin(long offset)
    {
        _isFirst = false;
        if (offset <= _after + 1) return;

        var batch = new FrameBatch();
        batch.AddGap(cursor.ToString(), IdOf(offset), GapReason.Evicted);
        connection.Write(batch);
    }

    private void Write(long offset, in EventRecord record)
    {
        var isCopy = !_duplicates.TryAdd(record, offset);
        if (record.Kind != RecordKind.Event || !record.Route.SequenceEqual(_route)) return;

        var topic = _topic.Read(record.Topic);
        if (!topics.Matches(topic)) return;
        isCopy |= IsStoredTwice(record, offset);
        if (offset <= _after || (_partition.LeftOut.Contains(offset) ?? isCopy)) return;

        Span<char> id = stackalloc char[EventId.MaxBytes];
        id.TryWrite(CultureInfo.InvariantCulture, $"id: {_partition.Order.Epoch.Name}-{offset}", out var length);
        Span<byte> utf8 = stackalloc byte[EventId.MaxBytes + 4];
        connection.Body.Write(utf8[..Encoding.ASCII.GetBytes(id[..length], utf8)]);
        connection.Body.Write(topics.Patterns is null ? "\n"u8 : Topic.IdEndOf(Topic.DisplayNameOf(topic)));
        connection.Body.Write(record.Frame);
        _written += record.Frame.Length;
        replica.Meters.Replayed();
    }

    private bool IsStoredTwice(in EventRecord record, long offset)
    {
        if (record.OnceKey.IsEmpty) return false;
        var (scope, key) = (Encoding.UTF8.GetString(record.Scope), Encoding.UTF8.GetString(record.OnceKey));
        if (_keys.FindStored(scope, key, record.Time) is not null) return true;
        _keys.AddStored(scope, key, record.Time, new PublishReceipt(IdOf(offset), 0));
        return false;
    }

    /// <returns>Whether to go on.</returns>
    private async ValueTask<bool> FlushAsync(bool isTry)
    {
        if (!await connection.FlushAsync().ConfigureAwait(false) || connection.IsEnding) return false;
        if (!isTry) return true;

        var join = subscriber.TrySubscribe(stream, topics.ToSelection(), IdOf(_after).ToString(), out _);
        _hasJoined = join == Join.Added;
        return join == Join.Past;
    }

    private EventId IdOf(long offset) => new(_partition.Order.Epoch.Name, offset);
}
