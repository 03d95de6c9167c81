using System.Buffers;
using System.IO.Pipelines;
using AotSse.Fanout;
using AotSse.Telemetry;
using AotSse.Transport;
using AotSse.Wire;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AotSse.Hosting;

/// <summary>
/// One open stream on the pipe path: the response it writes to and the signals that concern it. A single loop, the owner, writes; the
/// other members may be called from any thread.
/// </summary>
internal sealed class StreamConnection : IOpenStream, IDisposable
{
    private const int Unspecified = -1;

    private readonly HttpContext _context;
    private readonly ConnectionSet _set;
    private readonly AsyncSignal _signal = new();
    private readonly CancellationTokenRegistration _abortRegistration;

    // Orders the end of the request, after which the server reuses the context, before any late CutOff.
    private readonly Lock _contextGate = new();
    private bool _closed;

    // Set once by whoever ends the stream, before the signal.
    private volatile bool _aborted;
    private volatile bool _ending;

    // Set by whoever gives the client up, before the abort that follows. Unspecified until then.
    private volatile int _cutOffReason = Unspecified;

    // Set by the timer before the signal, taken by the owner.
    private volatile bool _heartbeatDue;

    // Time stamps: written by the owner, read by the timer, which may see an old one and come a tick late.
    private long _lastWrite;
    private long _flushStarted;

    // Written by the owner, read by whoever ends the stream.
    private CancellationTokenSource? _stopping;

    // The owner's alone.
    private bool _ended;

    private StreamConnection(HttpContext context, RegisteredStream stream, ConnectionSet set)
    {
        _context = context;
        _set = set;
        Stream = stream;
        Address = set.AddressOf(context.Connection.RemoteIpAddress);
        Body = context.Response.BodyWriter;
        _lastWrite = set.Time.GetTimestamp();
        EndsAt = set.EndOf(context);
        _abortRegistration = context.RequestAborted.UnsafeRegister(static state => ((StreamConnection)state!).OnAborted(), this);
    }

    public string? LogId { get; set; }

    public RegisteredStream Stream { get; }

    public ClientAddress? Address { get; }

    public StreamSettings Settings => Stream.Settings;

    public EngineMeters Meters => _set.Meters;

    /// <summary>The most subscribers of one topic.</summary>
    public int MaxPerTopic => _set.MaxPerTopic;

    /// <summary>Why the owner ends the stream, if it is not the client or the app that does. The owner's alone.</summary>
    public DisconnectReason? EndReason { get; set; }

    public PipeWriter Body { get; }

    public TimeProvider Time => _set.Time;

    public int SetSlot { get; set; }

    /// <summary>Guarded by the set's lock.</summary>
    public long EndsAt { get; set; }

    /// <summary>Whether the owner should stop, because the client is gone, its time is over or the app drains.</summary>
    public bool IsEnding => _aborted || _ending;

    /// <summary>Cancelled when <see cref="IsEnding"/> becomes true. The owner asks for it before anything is written.</summary>
    public CancellationToken Stopping
    {
        get
        {
            var source = new CancellationTokenSource();
            Interlocked.Exchange(ref _stopping, source); // A full fence: either this side sees the end, or the end sees the source.
            if (IsEnding) source.Cancel();
            return source.Token;
        }
    }

    /// <summary>Registers a new connection.</summary>
    /// <returns>Why the client must come back later, if it must.</returns>
    public static RefusalReason TryOpen(HttpContext context, RegisteredStream stream, ConnectionSet set, out StreamConnection connection)
    {
        connection = new StreamConnection(context, stream, set);
        var refusal = set.TryAdd(connection);
        if (refusal != RefusalReason.None) connection._abortRegistration.Dispose();
        else if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket) DeadPeers.Watch(socket, set.WriteTimeout);
        return refusal;
    }

    /// <summary>Takes back a connection that has not become a stream.</summary>
    public void Withdraw()
    {
        lock (_contextGate) _closed = true;
        _set.Withdraw(this);
        _abortRegistration.Dispose();
    }

    public ValueTask WaitAsync() => _signal.WaitAsync();

    public void Wake() => _signal.Set();

    /// <summary>Puts gathered frames into <see cref="Body"/> and empties the batch.</summary>
    public void Write(FrameBatch batch)
    {
        if (!_ended && !batch.Written.IsEmpty) Body.Write(batch.Written);
        batch.Clear();
    }

    /// <summary>Puts a heartbeat into <see cref="Body"/> if one is due.</summary>
    public bool TryWriteHeartbeat()
    {
        if (!_heartbeatDue) return false;
        _heartbeatDue = false;
        Body.Write(Blocks.Heartbeat);
        return true;
    }

    /// <summary>Sends what has been written to <see cref="Body"/>; waits while the client's window is full.</summary>
    /// <returns><see langword="false"/> when the client is gone.</returns>
    public ValueTask<bool> FlushAsync()
    {
        if (_ended) return new(false);
        var flush = Body.FlushAsync();
        if (!flush.IsCompletedSuccessfully) return FlushSlowAsync(flush);

        OnFlushed();
        return new(!flush.Result.IsCompleted && !_aborted);
    }

    /// <summary>Completes the response; an early end comes after a last block that says when to come back. Does nothing when the client is gone.</summary>
    public async Task EndAsync()
    {
        if (_aborted || _ended) return;
        if (_ending)
        {
            var batch = new FrameBatch();
            batch.AddRetry(Settings.Retry);
            Write(batch);
        }

        var isThere = await FlushAsync().ConfigureAwait(false);
        _ended = true;
        if (isThere) await _context.Response.CompleteAsync().ConfigureAwait(false);
    }

    public void OnEnd()
    {
        _ending = true;
        Stop();
    }

    public void OnTick(long now)
    {
        var flushStarted = Volatile.Read(ref _flushStarted);
        if (flushStarted != 0)
        {
            if (Time.GetElapsedTime(flushStarted, now) >= _set.WriteTimeout) CutOff(DisconnectReason.Timeout);
            return;
        }

        if (!_set.IsHeartbeatDue(this, Volatile.Read(ref _lastWrite), now)) return;
        _heartbeatDue = true;
        _signal.Set();
    }

    /// <summary>Gives the client up, from the thread pool since aborting may run other people's callbacks.</summary>
    public void CutOff(DisconnectReason reason)
    {
        Interlocked.CompareExchange(ref _cutOffReason, (int)reason, Unspecified);
        ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.Abort(), this, preferLocal: false);
    }

    /// <summary>Ends the connection's part in the request; the owner calls it last.</summary>
    public void Dispose()
    {
        lock (_contextGate) _closed = true;
        _set.Remove(this, ReasonOfEnd());
        _abortRegistration.Dispose();
        _stopping?.Dispose();
    }

    private DisconnectReason ReasonOfEnd()
    {
        if (_cutOffReason != Unspecified) return (DisconnectReason)_cutOffReason;
        if (EndReason is { } reason) return reason;
        if (!_ended) return DisconnectReason.Client;
        return _ending ? _set.EndReason : DisconnectReason.Completed;
    }

    private async ValueTask<bool> FlushSlowAsync(ValueTask<FlushResult> flush)
    {
        Volatile.Write(ref _flushStarted, Time.GetTimestamp());
        try
        {
            var result = await flush.ConfigureAwait(false);
            return !result.IsCompleted && !_aborted;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // How some servers say that the client went away.
            return false;
        }
        finally
        {
            Volatile.Write(ref _flushStarted, 0);
            OnFlushed();
        }
    }

    private void OnFlushed()
    {
        _heartbeatDue = false;
        Volatile.Write(ref _lastWrite, Time.GetTimestamp());
    }

    private void OnAborted()
    {
        _aborted = true;
        Stop();
    }

    private void Stop()
    {
        _signal.Set();
        lock (_contextGate)
            if (!_closed) _ = Volatile.Read(ref _stopping)?.CancelAsync();
    }

    private void Abort()
    {
        lock (_contextGate)
            if (!_closed) _context.Abort();
    }
}
