using System.Buffers;
using AotSse.Fanout;
using AotSse.Log;
using AotSse.Telemetry;
using AotSse.Wire;

namespace AotSse.Hosting;

/// <summary>
/// A subscriber of a push stream on the pipe path: copies what its cursor lacks from the topic's log to the response, as far as the
/// client takes it. A client that does not read holds up its own loop and nothing else.
/// </summary>
internal sealed class PipeSubscriber(StreamConnection connection) : Subscriber
{
    /// <summary>Copied at once; more waits in the log, which costs nothing, until this much has been taken.</summary>
    private const int BatchBytes = 64 * 1024;

    // The loop's alone.
    private Topic? _topic;
    private LagCursor _cursor;
    private bool _isOver;

    // Where the stream ends, once it is to end.
    private long _end = long.MaxValue;

    // Written by the loop, read by sweeps, which may see an old one and have the log keep too much for a moment.
    private long _owed = NothingOwed;

    internal override long Position => _cursor.Position;

    private EngineMeters Meters => connection.Meters;

    /// <summary>Joins the topics. From here on <see cref="RunAsync"/> must follow.</summary>
    public Join TrySubscribe(PushStream stream, TopicSelection topics, string? lastEventId, out Subscription subscription)
    {
        var join = topics.TrySubscribe(stream, this, lastEventId, connection.MaxPerTopic, out subscription);
        if (join != Join.Added) return join;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
        Volatile.Write(ref _owed, _cursor.Position);
        return join;
    }

    /// <summary>Serves the client until it goes, falls behind the retention, or the app drains.</summary>
    /// <param name="opening">The first blocks.</param>
    /// <param name="history">What comes before it can join.</param>
    public async Task RunAsync(FrameBatch opening, HistoryReplay? history = null)
    {
        try
        {
            connection.Write(opening);
            if (!await FlushAsync().ConfigureAwait(false)) return;

            if (history is not null && !await history.RunAsync().ConfigureAwait(false))
            {
                await connection.EndAsync().ConfigureAwait(false);
                return;
            }

            while (true)
            {
                if (Copy() || connection.TryWriteHeartbeat())
                {
                    if (!await FlushAsync().ConfigureAwait(false)) return;
                }
                else if (_isOver || connection.IsEnding) break;
                else await connection.WaitAsync().ConfigureAwait(false);
            }

            await connection.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            _topic?.Remove(this);
            connection.Dispose();
        }
    }

    internal override long OnAppended(in LogView view, ref SweepTally tally)
    {
        connection.Wake();
        return Volatile.Read(ref _owed);
    }

    /// <summary>Copies frames without their chunk framing.</summary>
    /// <returns>Whether there is something to flush.</returns>
    private bool Copy()
    {
        var view = _topic!.View();
        try
        {
            // A busy topic must not keep a stream from ending: what comes from here on is for the next connection.
            if (connection.IsEnding) _end = Math.Min(_end, view.EndPosition);
            if (_cursor.Position >= _end) return false;
            if (_cursor.Position < view.FirstPosition) return FallBehind(view);

            var tally = new SweepTally();
            var leftOut = 0L;
            for (var budget = BatchBytes; budget > 0 && _cursor.Position < _end && _cursor.TryNext(view, ref leftOut, out var run);)
            {
                var position = run.First;
                for (; position < run.End && position < _end && budget > 0; position++)
                {
                    var payload = ChunkFraming.Payload(run.Frame(position));
                    connection.Body.Write(payload);
                    budget -= payload.Length;
                }

                tally.Deliveries += position - run.First;
                tally.Sends = 1;
                _cursor.Advance(run, position);
            }

            Meters.Add(tally);
            Meters.Dropped(LagPolicy.Coalesce, leftOut);
            return tally.Deliveries > 0;
        }
        finally
        {
            _topic.Release(view);
        }
    }

    /// <summary>The retention has passed the cursor.</summary>
    private bool FallBehind(in LogView view)
    {
        if (_topic!.Lag == LagPolicy.Disconnect)
        {
            _isOver = true;
            connection.EndReason = DisconnectReason.Lag;
            return false;
        }

        Meters.Dropped(LagPolicy.DropOldest, _cursor.SkipTo(view.FirstPosition));
        var batch = new FrameBatch();
        batch.AddGap(_topic.IdOf(_cursor.After).ToString(), _topic.OldestId(view), GapReason.Lagged);
        connection.Write(batch);
        return true;
    }

    private ValueTask<bool> FlushAsync()
    {
        var flush = connection.FlushAsync();
        if (!flush.IsCompleted) return FlushSlowAsync(flush);
        Volatile.Write(ref _owed, _cursor.Position);
        return flush;
    }

    /// <summary>The client takes no more for now: nothing waits for it, and its cursor may be overtaken.</summary>
    private async ValueTask<bool> FlushSlowAsync(ValueTask<bool> flush)
    {
        Volatile.Write(ref _owed, NothingOwed);
        NoteLag();
        var isThere = await flush.ConfigureAwait(false);
        Volatile.Write(ref _owed, _cursor.Position);
        return isThere;
    }

    private void NoteLag()
    {
        if (_topic is null) return;
        _cursor.FallBehind();
        var view = _topic.View();
        Meters.Lagged(view.BytesFrom(Math.Max(_cursor.Position, view.FirstPosition)));
        _topic.Release(view);
    }
}
