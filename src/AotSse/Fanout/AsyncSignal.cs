using System.Threading.Tasks.Sources;

namespace AotSse.Fanout;

/// <summary>
/// An auto-reset event that is awaited without allocating. Any thread may <see cref="Set"/> it, one at a time may wait.
/// Signals that come before the waiter are remembered as one.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signaled = 1;
    private const int Waiting = 2;

    // Runs continuations on the thread pool: the one who signals holds a lock.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    // Interlocked only. Waiting is entered by the waiter alone and left by whoever wins the exchange.
    private int _state;

    /// <summary>Completes at the next signal, at once if there was one since the last wait.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Signaled) == Signaled) return default;

        _core.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return new ValueTask(this, _core.Version);

        // Signaled in between: only the waiter takes a signal away, so it is still there.
        Volatile.Write(ref _state, Idle);
        return default;
    }

    /// <summary>Wakes the waiter, or the next one.</summary>
    public void Set()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, Signaled, Idle) != Waiting) return;
            if (Interlocked.CompareExchange(ref _state, Idle, Waiting) != Waiting) continue;
            _core.SetResult(true);
            return;
        }
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
