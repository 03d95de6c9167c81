using System.Diagnostics;
using AotSse.Log;
using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>
/// One topic of a push stream: its log, its subscribers, and the sweep that serves them. Thread-safe.
/// </summary>
/// <remarks>
/// Two locks, always taken in this order: the log's, held while a frame is encoded and for looks at the log, and the set's, held for a few
/// subscribers at a time. Neither is held while anything is sent. So publishing costs the same whatever the subscribers do: they are
/// visited by the sweep, on the thread pool, once for all events that gathered meanwhile.
/// </remarks>
internal sealed class Topic : FrameBuffer
{
    private readonly Lock _gate = new();
    private readonly SubscriberSet _subscribers = new();
    private readonly PushStream _stream;

    // All guarded by _gate.
    private WireLog? _log;
    private bool _retired;
    private bool _open;
    private bool _committed;

    // The oldest event that somebody lacks who has come since the last sweep began: that sweep does not know of it.
    private long _joinedAt = long.MaxValue;

    // Taken by whoever queues the sweep, given back by the sweep: one runs at a time.
    private Turn _sweep;

    // When the first of the events that wait was published, if somebody measures. Interlocked and Volatile only: set by publishers, taken by the sweep.
    private long _waitingSince;

    public Topic(string name, PushStream stream)
    {
        Name = name;
        _stream = stream;
    }

    /// <summary>The values of the route parameters.</summary>
    public string Name { get; }

    /// <summary>What becomes of a client that falls behind.</summary>
    public LagPolicy Lag => _stream.Lag;

    /// <summary>Made at the first use, when the topic is sure to be the one in the stream's set: only then is its first number certain.</summary>
    private WireLog LogUnsynchronized => _log ??= _stream.CreateLog();

    /// <summary>Opens a frame and locks the topic until it is closed.</summary>
    /// <returns><see langword="false"/> when the topic has been retired: look it up again.</returns>
    public bool TryOpen(int sizeHint, out FrameWriter frame)
    {
        _gate.Enter();
        frame = default;
        if (_retired)
        {
            _gate.Exit();
            return false;
        }

        if (_open) ThrowReentered();
        try
        {
            var span = LogUnsynchronized.Open(sizeHint, out var written);
            frame = new FrameWriter(this, span, written);
            return _open = true;
        }
        catch
        {
            _gate.Exit();
            throw;
        }
    }

    public override Span<byte> Grow(ReadOnlySpan<byte> frame, int needed) => _log!.Grow(frame, needed);

    public override void SetKey(ReadOnlySpan<char> key)
    {
        if (Lag == LagPolicy.Coalesce) _log!.SetKey(key);
    }

    public override PublishReceipt Commit(int length)
    {
        var id = _log!.Commit(length, _stream.Engine.Clock.Stamp);
        _committed = true;
        return new PublishReceipt(id, _subscribers.Count);
    }

    public override void Close()
    {
        var wake = _committed && _subscribers.Count > 0;
        _committed = false;
        _open = false;
        _gate.Exit();
        if (!wake) return;
        if (_stream.Engine.Meters.MeasuresLatency && Volatile.Read(ref _waitingSince) == 0) Interlocked.CompareExchange(ref _waitingSince, Stopwatch.GetTimestamp(), 0);
        if (_sweep.Ask()) _stream.Engine.Sweeps.Add(this);
    }

    /// <summary>Adds a subscriber and says where it starts.</summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="lastEventId">Its cursor, if it brings one.</param>
    /// <param name="limit">The most subscribers the topic may have.</param>
    /// <param name="subscription">Where it starts, if it was added.</param>
    public Join TryAdd(Subscriber subscriber, string? lastEventId, int limit, out Subscription subscription)
    {
        lock (_gate)
        {
            subscription = default;
            if (_retired) return Join.Retired;
            if (_subscribers.Count >= limit) return Join.Full;

            var log = LogUnsynchronized;
            var start = log.Find(lastEventId);
            subscription = new Subscription(this, new LagCursor(start.Position, start.After, _stream.Lag), log.IdOf(start.After), start.Gap, log.OldestId);
            _subscribers.Add(subscriber);
            _joinedAt = Math.Min(_joinedAt, start.Position);
            log.KeepAlso(start.Position);
            return Join.Added;
        }
    }

    /// <summary>Removes a subscriber; the last one takes an empty topic with it.</summary>
    public void Remove(Subscriber subscriber)
    {
        lock (_gate)
        {
            _subscribers.Remove(subscriber);
            if (_subscribers.Count > 0) return;
            _log!.KeepUnoffered(long.MaxValue);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>The id with a number.</summary>
    public EventId IdOf(long number) => new(_stream.Engine.Epoch.Name, number);

    /// <summary>The id of the oldest event of a view, if it has any.</summary>
    public EventId? OldestId(in LogView view) => view.IsEmpty ? null : IdOf(view.OldestSegment.NumberOf(view.FirstPosition));

    /// <summary>A view of the log, to be given back by <see cref="Release"/>.</summary>
    public LogView View()
    {
        lock (_gate) return _log!.View();
    }

    /// <summary>Gives a view back.</summary>
    public void Release(in LogView view)
    {
        lock (_gate) _log!.Release(view);
    }

    /// <summary>Keeps a segment of a view that is still held from the pool beyond it.</summary>
    public void Pin(Segment segment)
    {
        lock (_gate) WireLog.Pin(segment);
    }

    /// <summary>Undoes <see cref="Pin"/>.</summary>
    public void Unpin(Segment segment)
    {
        lock (_gate) _log!.Unpin(segment);
    }

    /// <summary>Drops what has become too old; a topic that nobody uses goes.</summary>
    public void Trim(int now)
    {
        lock (_gate)
        {
            _log?.Trim(now);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>What it holds and has done; the figures need not be of one moment.</summary>
    public TopicReading Read()
    {
        lock (_gate) return new TopicReading(Name, _subscribers.Count, _log?.Count ?? 0, _log?.Bytes ?? 0, _log?.EndPosition ?? 0, _log?.TotalBytes ?? 0);
    }

    /// <summary>Visits every subscriber with one view of the log. Called by the queue.</summary>
    public void Sweep()
    {
        _sweep.Begin();
        var started = Interlocked.Exchange(ref _waitingSince, 0);
        var tally = new SweepTally();
        var view = BeginSweep();
        var owed = view.EndPosition;
        try
        {
            owed = _subscribers.Visit(view, ref tally);
        }
        finally
        {
            EndSweep(view, owed);
        }

        _stream.Engine.Meters.Swept(tally, started);

        // Events that came meanwhile get a sweep of their own, behind other topics that wait.
        if (!_sweep.End()) _stream.Engine.Sweeps.Add(this);
    }

    private LogView BeginSweep()
    {
        lock (_gate)
        {
            _joinedAt = long.MaxValue;
            return _log!.View();
        }
    }

    private void EndSweep(in LogView view, long owed)
    {
        lock (_gate)
        {
            _log!.Release(view);
            if (_subscribers.Count > 0) _log.KeepUnoffered(Math.Min(owed, _joinedAt));
        }
    }

    private void RetireIfUnusedUnsynchronized()
    {
        // Without a log the topic is about to be used for the first time.
        if (_retired || _open || _subscribers.Count > 0 || _log is null or { Count: > 0 }) return;
        _retired = true;
        _stream.Forget(this, _log);
    }

    private void ThrowReentered()
    {
        _gate.Exit();
        throw new InvalidOperationException($"An event of topic '{Name}' published another to the same topic while it was being written. Publish it afterwards.");
    }
}
