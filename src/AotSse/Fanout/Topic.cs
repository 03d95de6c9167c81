using System.Buffers;
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
internal sealed class Topic : FrameBuffer, IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly SubscriberSet _subscribers = new();
    private readonly PushStream _stream;

    // All guarded by _gate.
    private WireLog? _log;
    private bool _retired;
    private bool _open;
    private bool _committed;

    // Taken by whoever queues the sweep, given back by the sweep: one runs at a time.
    private Turn _sweep;

    public Topic(string name, PushStream stream)
    {
        Name = name;
        _stream = stream;
    }

    /// <summary>The values of the route parameters.</summary>
    public string Name { get; }

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

    public override PublishReceipt Commit(int length)
    {
        var id = _log!.Commit(length, _stream.Clock.Now);
        _committed = true;
        return new PublishReceipt(id, _subscribers.Count);
    }

    public override void Close()
    {
        var wake = _committed && _subscribers.Count > 0;
        _committed = false;
        _open = false;
        _gate.Exit();
        if (wake && _sweep.Ask()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Adds a subscriber and says where it starts.</summary>
    /// <returns><see langword="false"/> when the topic has been retired: look it up again.</returns>
    public bool TryAdd(Subscriber subscriber, string? lastEventId, out Subscription subscription)
    {
        lock (_gate)
        {
            subscription = default;
            if (_retired) return false;

            var log = LogUnsynchronized;
            var cursor = log.Find(lastEventId, out var gap);
            subscription = new Subscription(cursor, log.IdOf(cursor.Next - 1), gap, log.Count > 0 ? log.IdOf(log.FirstNumber) : null);
            _subscribers.Add(subscriber);
            return true;
        }
    }

    /// <summary>Removes a subscriber; the last one takes an empty topic with it.</summary>
    public void Remove(Subscriber subscriber)
    {
        lock (_gate)
        {
            _subscribers.Remove(subscriber);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>Copies what lies behind the cursor, without chunk framing.</summary>
    /// <param name="cursor">Moves behind what was copied.</param>
    /// <param name="output">Gets whole events.</param>
    /// <param name="budget">Stop after this many bytes.</param>
    /// <returns>The bytes copied, 0 at the end of the log, -1 when the cursor has been passed by the retention.</returns>
    public int CopyTo(ref LogCursor cursor, IBufferWriter<byte> output, int budget)
    {
        lock (_gate)
            return cursor.Next < _log!.FirstNumber ? -1 : _log.CopyTo(ref cursor, output, budget);
    }

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
    public void Trim()
    {
        lock (_gate)
        {
            _log?.Trim(_stream.Clock.Now);
            RetireIfUnusedUnsynchronized();
        }
    }

    /// <summary>The sweep: visits every subscriber with one view of the log.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        _sweep.Begin();
        var view = View();
        try
        {
            _subscribers.Visit(view);
        }
        finally
        {
            Release(view);
        }

        // Events that came meanwhile get a sweep of their own, behind other work that waits for the thread.
        if (!_sweep.End()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void RetireIfUnusedUnsynchronized()
    {
        // Without a log the topic is about to be used for the first time.
        if (_retired || _open || _subscribers.Count > 0 || _log is null or { Count: > 0 }) return;
        _retired = true;
        _stream.Forget(this, _log.LastNumber);
    }

    private void ThrowReentered()
    {
        _gate.Exit();
        throw new InvalidOperationException($"An event of topic '{Name}' published another to the same topic while it was being written. Publish it afterwards.");
    }
}
