using System.Net.Sockets;
using AotSse.Fanout;
using AotSse.Log;
using AotSse.Telemetry;
using AotSse.Transport;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;
using SendAwaiter = System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<int>.ConfiguredValueTaskAwaiter;

namespace AotSse.Hosting.Direct;

/// <summary>
/// A subscriber of a push stream that owns its socket: the bytes go from the topic's log to the kernel as they lie, all that it lacks in one
/// call. A full socket parks it until it is writable; meanwhile it is a number and costs nothing.
/// </summary>
/// <remarks>
/// Whoever holds <see cref="_turn"/> does everything: sweeps, the timer, the watch for a disconnect and the end of a wait all ask for it, and
/// who does not get it leaves its request as a flag. While parked, and after the end, the turn is not given back.
/// </remarks>
internal sealed class DirectSubscriber : Subscriber, IOpenStream, ISocketOwner, IThreadPoolWorkItem
{
    private const int Open = -1;

    private readonly ConnectionSet _set;

    // Held by the constructor until Start.
    private Turn _turn;

    // All below belong to the holder of the turn, but for what says otherwise.
    private Topic _topic = null!;
    private volatile ConnectedSocket? _socket;
    private volatile HttpContext? _request;
    private LagCursor _cursor;
    private Unsent _unsent;
    private bool _isLast;
    private bool _isWaiting;
    private SendAwaiter _wait;
    private Action? _onWritable;

    // Requests to the holder: set by anyone before asking for the turn.
    private volatile bool _gone;
    private volatile bool _ending;
    private volatile bool _heartbeatDue;

    // Why it ends: the first who says so. Open until then.
    private int _reason = Open;

    // Time stamps written by the holder, read by the timer, which may see an old one and come a tick late. 0: not parked.
    private long _lastSend;
    private long _parked;

    /// <param name="request">The request, until <see cref="Start"/>.</param>
    /// <param name="stream">The declared stream.</param>
    /// <param name="set">Where the open stream is registered.</param>
    public DirectSubscriber(HttpContext request, RegisteredStream stream, ConnectionSet set)
    {
        _request = request;
        Stream = stream;
        Address = set.AddressOf(request.Connection.RemoteIpAddress);
        _parked = set.Time.GetTimestamp(); // A client that does not even take the head is given up too.
        _set = set;
        _lastSend = set.LastTick;
        EndsAt = set.EndOf(request);
        _turn.Ask();
    }

    /// <summary>Guarded by the set's lock.</summary>
    public int SetSlot { get; set; }

    /// <summary>Guarded by the set's lock.</summary>
    public long EndsAt { get; set; }

    public string? LogId { get; set; }

    public RegisteredStream Stream { get; }

    public ClientAddress? Address { get; }

    internal override long Position => _cursor.Position;

    /// <summary>Joins the topics; nothing is sent before <see cref="Start"/>.</summary>
    public Join TrySubscribe(PushStream stream, TopicSelection topics, string? lastEventId, out Subscription subscription)
    {
        var join = topics.TrySubscribe(stream, this, lastEventId, _set.MaxPerTopic, out subscription);
        if (join != Join.Added) return join;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
        return join;
    }

    /// <summary>Begins to send, behind what Kestrel has sent, and to watch for the client's leaving.</summary>
    public void Start(ConnectedSocket socket)
    {
        _socket = socket;
        _request = null;
        Volatile.Write(ref _parked, 0);
        DeadPeers.Watch(socket.Socket, _set.WriteTimeout);
        socket.HandTo(this);
        ServeHoldingTurn();
    }

    /// <summary>Leaves topic and set without having been started: the client went before the head was out.</summary>
    public void Abandon()
    {
        EndFor(DisconnectReason.Client);
        _topic.Remove(this);
        _set.Remove(this, (DisconnectReason)_reason);
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
            if (_set.Time.GetElapsedTime(parked, now) >= _set.WriteTimeout) CutOff(DisconnectReason.Timeout);
            return;
        }

        if (!_set.IsHeartbeatDue(this, Volatile.Read(ref _lastSend), now)) return;
        _heartbeatDue = true;
        Serve();
    }

    public void CutOff(DisconnectReason reason)
    {
        EndFor(reason);
        _gone = true;
        Serve();
    }

    internal override long OnAppended(in LogView view, ref SweepTally tally)
    {
        // Somebody else is serving it, behind this view maybe, or sends its head; while it is parked nothing waits for it.
        if (!_turn.Ask()) return _socket is null || Volatile.Read(ref _parked) == 0 ? _cursor.Position : NothingOwed;
        _turn.Begin();
        if (Work(view, ref tally) && !_turn.End()) ServeHoldingTurn();
        return NothingOwed;
    }

    /// <summary>Whoever follows a stream has nothing more to say.</summary>
    bool ISocketOwner.OnReadable(ConnectedSocket socket) => socket.Discard();

    void ISocketOwner.OnEnd(SocketError error) => CutOff(DisconnectReason.Client);

    void IThreadPoolWorkItem.Execute()
    {
        if (_isWaiting) ServeWaiting();
        else ServeHoldingTurn();
    }

    private void Serve()
    {
        // A lock may be held here: the work is done elsewhere.
        if (_turn.Ask()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else if (_gone) AbortWaiting();
    }

    /// <summary>Whoever waits for the client, with the turn, wakes up by failing.</summary>
    private void AbortWaiting()
    {
        if (_socket is { } socket) socket.Abort();
        else _request?.Abort();
    }

    private void ServeHoldingTurn()
    {
        var tally = new SweepTally();
        var canGoOn = true;
        do
        {
            _turn.Begin();
            var view = _topic.View();
            try
            {
                canGoOn = Work(view, ref tally);
            }
            finally
            {
                _topic.Release(view);
            }
        }
        while (canGoOn && !_turn.End());

        _set.Meters.Add(tally);
    }

    /// <summary>One round: everything that can be sent now.</summary>
    /// <returns><see langword="false"/> when the turn must be kept: parked or closed.</returns>
    private bool Work(in LogView view, ref SweepTally tally)
    {
        if (_gone) return Close();
        if (_unsent.IsSet && !SendUnsent(ref tally)) return false;
        if (_cursor.Position < view.FirstPosition && !FallBehind(view, ref tally)) return false;

        var leftOut = 0L;
        while (_cursor.TryNext(view, ref leftOut, out var run))
        {
            var sent = Send(run.Bytes, ref tally);
            if (sent < 0) return Close();
            if (sent < run.Bytes.Length) return Park(run, sent, view, ref tally, leftOut);
            tally.Deliveries += run.Count;
            _cursor.Advance(run, run.End);
        }

        if (leftOut > 0) _set.Meters.Dropped(LagPolicy.Coalesce, leftOut);
        if (_ending) return End(Farewell(), _set.EndReason, ref tally);
        return !_heartbeatDue || SendHeartbeat(ref tally);
    }

    private bool SendHeartbeat(ref SweepTally tally)
    {
        _heartbeatDue = false;
        _unsent = new Unsent(ChunkFraming.Heartbeat);
        return SendUnsent(ref tally);
    }

    /// <summary>The retention has passed the cursor. The client learns of it at once, or when it comes back with its last id.</summary>
    /// <returns><see langword="false"/> when the turn must be kept.</returns>
    private bool FallBehind(in LogView view, ref SweepTally tally)
    {
        if (_topic.Lag == LagPolicy.Disconnect) return End(ChunkFraming.LastChunk, DisconnectReason.Lag, ref tally);

        _set.Meters.Dropped(LagPolicy.DropOldest, _cursor.SkipTo(view.FirstPosition));
        var batch = new FrameBatch();
        batch.AddGap(_topic.IdOf(_cursor.After).ToString(), _topic.OldestId(view), GapReason.Lagged);
        _unsent = new Unsent(ChunkFraming.Chunk(batch.Written));
        batch.Clear();
        return SendUnsent(ref tally);
    }

    private byte[] Farewell()
    {
        var batch = new FrameBatch();
        batch.AddRetry(Stream.Settings.Retry);
        byte[] bytes = [.. ChunkFraming.Chunk(batch.Written), .. ChunkFraming.LastChunk];
        batch.Clear();
        return bytes;
    }

    private bool End(byte[] lastBytes, DisconnectReason reason, ref SweepTally tally)
    {
        EndFor(reason);
        _isLast = true;
        _unsent = new Unsent(lastBytes);
        return SendUnsent(ref tally);
    }

    /// <summary>Finishes what is half sent.</summary>
    /// <returns><see langword="false"/> when the turn must be kept.</returns>
    private bool SendUnsent(ref SweepTally tally)
    {
        if (!_unsent.IsEmpty)
        {
            var sent = Send(_unsent.Bytes, ref tally);
            if (sent < 0) return Close();
            _unsent.Skip(sent);
            if (!_unsent.IsEmpty) return Wait();
        }

        if (_unsent.Segment is { } pinned)
        {
            _cursor.Advance(pinned);
            _topic.Unpin(pinned);
            tally.Deliveries++;
        }

        _unsent = default;
        return !_isLast || Close();
    }

    /// <summary>Remembers the frame that is half sent and keeps its bytes, though the log may drop it.</summary>
    private bool Park(in FrameRun run, int sent, in LogView view, ref SweepTally tally, long leftOut)
    {
        var (segment, offset) = (run.Segment, run.Offset + sent);
        var position = segment.PositionAt(offset, run.First, run.End);
        tally.Deliveries += position - run.First;
        _cursor.Advance(run, position);
        _cursor.FallBehind();
        _topic.Pin(segment);
        _unsent = new Unsent(segment, offset, run.EndOffsetOf(position));
        _set.Meters.Lagged(view.BytesFrom(position));
        _set.Meters.Dropped(LagPolicy.Coalesce, leftOut);
        return Wait();
    }

    /// <summary>Waits, with the turn, until the socket takes more. No async method, which would allocate for each wait.</summary>
    private bool Wait()
    {
        Volatile.Write(ref _parked, _set.Time.GetTimestamp());
        try
        {
#pragma warning disable CA2012 // Its awaiter is kept until it is completed, and its result taken once.
            // One byte, so that any room is progress; the rest is sent at once behind it.
            _wait = _socket!.Socket.SendAsync(_unsent.FirstByte, SocketFlags.None).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        }
        catch (ObjectDisposedException)
        {
            return Close(); // Aborted meanwhile.
        }

        // A socket that takes the byte at once must not make rounds within rounds.
        _isWaiting = true;
        if (_wait.IsCompleted) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else _wait.UnsafeOnCompleted(_onWritable ??= ServeWaiting);
        return false;
    }

    private void ServeWaiting()
    {
        _isWaiting = false;
        try
        {
            _unsent.Skip(_wait.GetResult());
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            _gone = true;
        }

        _wait = default;
        Volatile.Write(ref _parked, 0);
        Volatile.Write(ref _lastSend, _set.LastTick);
        ServeHoldingTurn();
    }

    /// <returns>The bytes the kernel took, -1 when the client is gone.</returns>
    private int Send(ReadOnlySpan<byte> bytes, ref SweepTally tally)
    {
        tally.Sends++;
        var sent = _socket!.TrySend(bytes);
        if (sent > 0) Volatile.Write(ref _lastSend, _set.LastTick);
        return sent;
    }

    private bool Close()
    {
        if (_unsent.Segment is { } pinned) _topic.Unpin(pinned);
        _unsent = default;
        EndFor(DisconnectReason.Client);
        _topic.Remove(this);
        _set.Remove(this, (DisconnectReason)_reason);
        _socket!.Close();
        return false;
    }

    private void EndFor(DisconnectReason reason) => Interlocked.CompareExchange(ref _reason, (int)reason, Open);
}
