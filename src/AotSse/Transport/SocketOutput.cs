using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace AotSse.Transport;

/// <summary>
/// Kestrel's output for one connection: gathers what is written and sends it inline on the non-blocking socket, without a pipe and its
/// thread hop. When a flush has completed, its bytes are in the kernel: whoever sends on the socket next comes behind them.
/// </summary>
/// <remarks>As any pipe writer used by one thread at a time, but for <see cref="CancelPendingFlush"/>.</remarks>
/// <param name="socket">The connection's socket.</param>
internal sealed class SocketOutput(ConnectedSocket socket) : PipeWriter
{
    private const int InitialBytes = 4096;

    private byte[] _bytes = [];
    private int _length;
    private bool _broken;

    // Set by the owner of the request before Kestrel writes the rest of the response, which nobody is to see.
    private volatile bool _discarding;

    // Made for a flush that has to wait; cancelled from any thread.
    private CancellationTokenSource? _pendingFlush;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length;

    /// <summary>From here on everything written is dropped.</summary>
    public void Discard() => _discarding = true;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_bytes.Length - _length), nameof(bytes));
        _length += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_length > 0 && !_discarding && !_broken)
        {
            var sent = socket.TrySend(_bytes.AsSpan(0, _length));
            if (sent >= 0 && sent < _length) return FlushSlowAsync(sent, cancellationToken);
            _broken = sent < 0;
        }

        Free();
        return new(new FlushResult(isCanceled: false, isCompleted: _broken));
    }

    public override void CancelPendingFlush()
    {
        try
        {
            Volatile.Read(ref _pendingFlush)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The flush has just ended by itself.
        }
    }

    /// <summary>Completes the writer; what has been written and not flushed waits for <see cref="FinishAsync"/>, unless there was an error.</summary>
    public override void Complete(Exception? exception = null)
    {
        if (exception is not null) Free();
    }

    /// <summary>Sends what was written and not flushed. Called once, when nobody writes any more.</summary>
    public async ValueTask FinishAsync()
    {
        if (_length > 0) await FlushAsync().ConfigureAwait(false);
        Free();
    }

    private async ValueTask<FlushResult> FlushSlowAsync(int sent, CancellationToken cancellationToken)
    {
        using var pending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Volatile.Write(ref _pendingFlush, pending);
        try
        {
            while (sent < _length) sent += await socket.Socket.SendAsync(_bytes.AsMemory(sent, _length - sent), SocketFlags.None, pending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Part of the bytes may be out: nothing can follow them.
            _broken = true;
            if (cancellationToken.IsCancellationRequested) throw;
            return new FlushResult(isCanceled: true, isCompleted: false);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // As the transport's pipe: the other side is gone, which is no error of who writes.
            _broken = true;
        }
        finally
        {
            Volatile.Write(ref _pendingFlush, null);
            Free();
        }

        return new FlushResult(isCanceled: false, isCompleted: _broken);
    }

    private void Reserve(int sizeHint)
    {
        var needed = Math.Max(sizeHint, 1);
        if (_bytes.Length - _length >= needed) return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(InitialBytes, _bytes.Length * 2), _length + needed));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private void Free()
    {
        _length = 0;
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }
}
