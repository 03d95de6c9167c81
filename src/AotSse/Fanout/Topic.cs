using System.Diagnostics;
using System.Text;
using AotSse.Log;
using AotSse.Telemetry;
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
internal partial class Topic : FrameBuffer
{
    private readonly Lock _gate = new();
    private readonly SubscriberSet _subscribers = new();

    // All guarded by _gate.
    private WireLog? _log;
    private bool _retired;
    private bool _open;
    private bool _committed;
    private long _unswept = long.MaxValue;

    // The oldest event that somebody lacks who has come since the last sweep began: that sweep does not know of it.
    private long _joinedAt = long.MaxValue;

    // What follows this topic, from which position on it has not been copied, and whether the pump has it on its list. All guarded by _gate.
    private Feed[] _followers = [];
    private long _unfollowed;
    private bool _listed;

    // The pump's: made when it is first needed.
    private byte[]? _idEnd;

    // Taken by whoever queues the sweep, given back by the sweep: one runs at a time.
    private Turn _sweep;

    // When the first of the events that wait was published, if somebody measures. Interlocked and Volatile only: set by publishers, taken by the sweep.
    private long _waitingSince;

    public Topic(string name, PushStream stream)
    {
        Name = name;
        Stream = stream;
        Order = OrderIn(stream);
    }

    /// <summary>The values of the route parameters.</summary>
    public string Name { get; }

    /// <summary>The order its events belong to.</summary>
    public EventOrder Order { get; }

    /// <summary>The stream it belongs to.</summary>
    protected PushStream Stream { get; }

    /// <summary>What becomes of a client that falls behind.</summary>
    public LagPolicy Lag => Stream.Lag;

    /// <summary>How many are subscribed.</summary>
    public int SubscriberCount => _subscribers.Count;

    /// <summary>The name as it is written for people and compared with patterns.</summary>
    public string DisplayName => DisplayNameOf(Name);

    /// <summary>What follows the number in the ids of this topic's events where several topics come together: the name, escaped so that it is printable ASCII without spaces.</summary>
    public byte[] IdEnd => _idEnd ??= IdEndOf(DisplayName);

    /// <summary>Whether it has gone for good.</summary>
    public bool IsRetired
    {
        get { lock (_gate) return _retired; }
    }

    /// <summary>Whether what is retained keeps it alive.</summary>
    protected virtual bool OutlivesSubscribers => true;

    /// <summary>Made at the first use, when the topic is sure to be the one in the stream's set: only then is its first number certain.</summary>
    private WireLog LogUnsynchronized => _log ?? CreateLogUnsynchronized();

    /// <summary>A name as it is written for people and compared with patterns.</summary>
    public static string DisplayNameOf(ReadOnlySpan<char> name) => name.ToString().Replace(TopicBuilder.Separator, '/');

    /// <summary>What follows the number in ids of several topics, for a topic by its name for people.</summary>
    public static byte[] IdEndOf(string displayName) => Encoding.ASCII.GetBytes($"@{Uri.EscapeDataString(displayName).Replace("%2F", "/", StringComparison.Ordinal)}\n");

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
            var log = LogUnsynchronized;
            if (_followers.Length > 0) ListUnsynchronized(); // Before the number is taken.
            var span = log.Open(sizeHint, out var written);
            frame = new FrameWriter(this, span, written);
            if (Stream.Engine.WritesTraces) TraceContext.Write(ref frame);
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
        var id = _log!.Commit(length, Stream.Engine.Clock.Stamp);
        _committed = true;
        return new PublishReceipt(id, ListenersUnsynchronized());
    }

    public override void Close()
    {
        var wake = _committed && _subscribers.Count > 0;
        var isFollowed = _committed && _followers.Length > 0;
        _committed = false;
        _open = false;
        _gate.Exit();
        if (wake) WakeSweep();
        if (isFollowed) Stream.Pump.Wake();
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
            if (start.Gap == GapReason.Evicted && Order.IsShared) return Join.Past;
            subscription = new Subscription(this, new LagCursor(start.Position, start.After, Stream.Lag, start.IsAhead), log.IdOf(start.After), start.Gap, log.OldestId);
            _subscribers.Add(subscriber);
            _joinedAt = Math.Min(_joinedAt, start.Position);
            KeepUnsynchronized(unswept: Math.Min(_unswept, start.Position));
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
            KeepUnsynchronized(unswept: long.MaxValue);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>The id with a number.</summary>
    public EventId IdOf(long number) => new(Order.Epoch.Name, number);

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

    /// <summary>Drops what came at a time or before.</summary>
    public void DropUntil(int time)
    {
        lock (_gate)
        {
            _log?.DropUntil(time);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>Drops what is kept for clients that come back alone, until no more than so many bytes are left.</summary>
    public void DropOffered(long bytes)
    {
        lock (_gate)
        {
            _log?.DropOffered(bytes);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>What it holds and has done.</summary>
    public TopicReading Read()
    {
        lock (_gate)
        {
            if (_log is not { } log) return new TopicReading(DisplayName, ListenersUnsynchronized(), 0, 0, 0, 0, 0);
            var view = log.View();
            var behind = view.BytesFrom(Math.Max(_subscribers.LeastPosition(), view.FirstPosition));
            log.Release(view);
            return new TopicReading(DisplayName, ListenersUnsynchronized(), log.Count, log.Bytes, behind, log.EndPosition, log.TotalBytes);
        }
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

        Stream.Engine.Meters.Swept(tally, started);

        // Events that came meanwhile get a sweep of their own, behind other topics that wait.
        if (!_sweep.End()) Stream.Engine.Sweeps.Add(this);
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
            if (_subscribers.Count > 0) KeepUnsynchronized(unswept: Math.Min(owed, _joinedAt));
        }
    }

    /// <summary>Who hears an event: the subscribers of the topic, and those of the feeds that follow it.</summary>
    private int ListenersUnsynchronized()
    {
        var count = _subscribers.Count;
        foreach (var feed in _followers) count += feed.SubscriberCount;
        return count;
    }

    private void WakeSweep()
    {
        if (Stream.Engine.Meters.MeasuresLatency && Volatile.Read(ref _waitingSince) == 0) Interlocked.CompareExchange(ref _waitingSince, Stopwatch.GetTimestamp(), 0);
        if (_sweep.Ask()) Stream.Engine.Sweeps.Add(this);
    }

    /// <summary>What neither the sweep nor the pump has seen stays a while beyond the retention.</summary>
    private void KeepUnsynchronized(long unswept)
    {
        _unswept = unswept;
        _log!.KeepUnoffered(_followers.Length > 0 ? Math.Min(unswept, _unfollowed) : unswept);
    }

    private WireLog CreateLogUnsynchronized()
    {
        _log = Stream.CreateLog(Order);
        _followers = Stream.Pump.FeedsOf(DisplayName);
        return _log;
    }

    private void RetireIfUnusedUnsynchronized()
    {
        // Without a log the topic is about to be used for the first time.
        if (_retired || _open || _subscribers.Count > 0 || _log is null || (OutlivesSubscribers && _log.Count > 0)) return;
        _retired = true;
        OnRetired(_log);
    }

    /// <summary>The order its events belong to. Called by the constructor.</summary>
    protected virtual EventOrder OrderIn(PushStream stream) => stream.OrderOf(Name);

    /// <summary>Nobody uses the topic any more. Called under its lock.</summary>
    protected virtual void OnRetired(WireLog log) => Stream.Forget(this, log);

    private void ThrowReentered()
    {
        _gate.Exit();
        throw new InvalidOperationException($"An event of topic '{Name}' published another to the same topic while it was being written. Publish it afterwards.");
    }
}
