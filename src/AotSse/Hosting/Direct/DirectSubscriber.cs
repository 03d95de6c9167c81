using System.Net.Sockets;
using AotSse.Fanout;
using AotSse.Log;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;

namespace AotSse.Hosting.Direct;

/// <summary>
/// A subscriber of a push stream that owns its socket: the bytes go from the topic's log to the kernel as they lie, all that it lacks in one
/// call. A full socket parks it until it is writable; meanwhile it is a number and costs nothing.
/// </summary>
/// <remarks>
/// Whoever holds <see cref="_turn"/> does everything: sweeps, the timer, the watch for a disconnect and the end of a wait all ask for it, and
/// who does not get it leaves its request as a flag. While parked, and after the end, the turn is not given back.
/// </remarks>
internal sealed class DirectSubscriber : Subscriber, IOpenStream
{
    private readonly ConnectionSet _set;
    private readonly StreamSettings _settings;

    // Held by the constructor until Start.
    private Turn _turn;

    // All below belong to the holder of the turn, but for what says otherwise.
    private Topic _topic = null!;
    private volatile DetachedConnection? _connection;
    private volatile HttpContext? _request;
    private long _next;
    private Unsent _unsent;
    private bool _isLast;

    // Requests to the holder: set by anyone before asking for the turn.
    private volatile bool _gone;
    private volatile bool _ending;
    private volatile bool _heartbeatDue;

    // Time stamps written by the holder, read by the timer, which may see an old one and come a tick late. 0: not parked.
    private long _lastSend;
    private long _parked;

    /// <param name="request">The request, until <see cref="Start"/>.</param>
    /// <param name="settings">The settings of the stream.</param>
    /// <param name="set">Where the stream is registered.</param>
    public DirectSubscriber(HttpContext request, StreamSettings settings, ConnectionSet set)
    {
        _request = request;
        _parked = set.Time.GetTimestamp(); // A client that does not even take the head is given up too.
        _set = set;
        _settings = settings;
        _lastSend = set.LastTick;
        EndsAt = set.EndOf(request);
        _turn.Ask();
    }

    /// <summary>Guarded by the set's lock.</summary>
    public int SetSlot { get; set; }

    /// <summary>Guarded by the set's lock.</summary>
    public long EndsAt { get; set; }

    /// <summary>Joins a topic; nothing is sent before <see cref="Start"/>.</summary>
    public Subscription Subscribe(PushStream stream, ReadOnlySpan<char> topic, string? lastEventId)
    {
        _topic = stream.Subscribe(topic, this, lastEventId, out var subscription);
        _next = subscription.Cursor.Next;
        return subscription;
    }

    /// <summary>Begins to send, behind what Kestrel has sent, and to watch for the client's leaving.</summary>
    public void Start(DetachedConnection connection)
    {
        _connection = connection;
        _request = null;
        Volatile.Write(ref _parked, 0);
        _ = WatchAsync();
        ServeHoldingTurn();
    }

    /// <summary>Leaves topic and set without having been started: the client went before the head was out.</summary>
    public void Abandon()
    {
        _topic.Remove(this);
        _set.Remove(this);
    }

    public void OnEnd()
    {
        _ending = true;
        Serve();
    }

    public void OnTick(long now)
    {
        var parked = Volatile.Read(ref _parked);
        if (parked != 0)
        {
            if (_set.Time.GetElapsedTime(parked, now) >= _set.WriteTimeout) CutOff();
            return;
        }

        if (_settings.Heartbeat <= TimeSpan.Zero || _set.Time.GetElapsedTime(Volatile.Read(ref _lastSend), now) < _settings.Heartbeat) return;
        _heartbeatDue = true;
        Serve();
    }

    public void CutOff()
    {
        _gone = true;
        Serve();
    }

    internal override void OnAppended(in LogView view)
    {
        if (!_turn.Ask()) return;
        _turn.Begin();
        if (Work(view) && !_turn.End()) ServeHoldingTurn();
    }

    private void Serve()
    {
        // A lock may be held here: the work is done elsewhere.
        if (_turn.Ask()) ThreadPool.UnsafeQueueUserWorkItem(static subscriber => subscriber.ServeHoldingTurn(), this, preferLocal: false);
        else if (_gone) AbortWaiting();
    }

    /// <summary>Whoever waits for the client, with the turn, wakes up by failing.</summary>
    private void AbortWaiting()
    {
        if (_connection is { } detached) detached.Abort();
        else _request?.Abort();
    }

    private void ServeHoldingTurn()
    {
        do
        {
            _turn.Begin();
            var view = _topic.View();
            bool canGoOn;
            try
            {
                canGoOn = Work(view);
            }
            finally
            {
                _topic.Release(view);
            }

            if (!canGoOn) return;
        }
        while (!_turn.End());
    }

    /// <summary>One round: everything that can be sent now.</summary>
    /// <returns><see langword="false"/> when the turn must be kept: parked or closed.</returns>
    private bool Work(in LogView view)
    {
        if (_gone) return Close();
        if (_unsent.IsSet && !SendUnsent()) return false;

        while (_next < view.EndNumber)
        {
            if (_next < view.FirstNumber) return FallBehind();
            var segment = view.SegmentOf(_next);
            var start = segment.OffsetOf(_next);
            var end = view.UsedOf(segment);
            var sent = Send(segment.Bytes.AsSpan(start, end - start));
            if (sent < 0) return Close();
            if (sent < end - start) return Park(segment, start + sent, view);
            _next = view.EndOf(segment);
        }

        if (_ending) return End(Farewell());
        return !_heartbeatDue || SendHeartbeat();
    }

    private bool SendHeartbeat()
    {
        _heartbeatDue = false;
        _unsent = new Unsent(ChunkFraming.Heartbeat);
        return SendUnsent();
    }

    /// <summary>The retention has passed the cursor. The client resumes by its id and is told of the gap.</summary>
    private bool FallBehind() => End(ChunkFraming.LastChunk);

    private byte[] Farewell()
    {
        var batch = new FrameBatch();
        batch.AddRetry(_settings.Retry);
        var bytes = ChunkFraming.LastWith(batch.Written);
        batch.Clear();
        return bytes;
    }

    private bool End(byte[] lastBytes)
    {
        _isLast = true;
        _unsent = new Unsent(lastBytes);
        return SendUnsent();
    }

    /// <summary>Finishes what is half sent.</summary>
    /// <returns><see langword="false"/> when the turn must be kept.</returns>
    private bool SendUnsent()
    {
        if (!_unsent.IsEmpty)
        {
            var sent = Send(_unsent.Bytes);
            if (sent < 0) return Close();
            _unsent.Skip(sent);
            if (!_unsent.IsEmpty) return Wait();
        }

        if (_unsent.Segment is { } pinned)
        {
            _topic.Unpin(pinned);
            _next++;
        }

        _unsent = default;
        return !_isLast || Close();
    }

    /// <summary>Remembers the frame that is half sent and keeps its bytes, though the log may drop it.</summary>
    private bool Park(Segment segment, int offset, in LogView view)
    {
        var (number, end) = segment.FrameAt(offset, (int)(view.EndOf(segment) - segment.FirstNumber), view.UsedOf(segment));
        _next = number;
        _topic.Pin(segment);
        _unsent = new Unsent(segment, offset, end);
        return Wait();
    }

    /// <summary>Waits, with the turn, until the socket takes more.</summary>
    private bool Wait()
    {
        Volatile.Write(ref _parked, _set.Time.GetTimestamp());
        _ = WaitAsync();
        return false;
    }

    private async Task WaitAsync()
    {
        // A socket that takes the byte at once must not make rounds within rounds.
        await Task.Yield();
        try
        {
            // One byte, so that any room is progress; the rest is sent at once behind it.
            var sent = await _connection!.Socket.SendAsync(_unsent.FirstByte, SocketFlags.None).ConfigureAwait(false);
            _unsent.Skip(sent);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _gone = true;
        }

        Volatile.Write(ref _parked, 0);
        Volatile.Write(ref _lastSend, _set.LastTick);
        ServeHoldingTurn();
    }

    /// <returns>The bytes the kernel took, -1 when the client is gone.</returns>
    private int Send(ReadOnlySpan<byte> bytes)
    {
        var sent = _connection!.Socket.TrySend(bytes);
        if (sent > 0) Volatile.Write(ref _lastSend, _set.LastTick);
        return sent;
    }

    private async Task WatchAsync()
    {
        await _connection!.WatchAsync().ConfigureAwait(false);
        _gone = true;
        Serve();
    }

    private bool Close()
    {
        if (_unsent.Segment is { } pinned) _topic.Unpin(pinned);
        _unsent = default;
        _topic.Remove(this);
        _set.Remove(this);
        _ = _connection!.CloseAsync();
        return false;
    }
}
