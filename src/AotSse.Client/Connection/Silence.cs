namespace AotSse.Client.Connection;

/// <summary>Ends a wait that takes longer than the read time-out, or that the caller cancels. One for each connection; only one wait at a time.</summary>
internal sealed class Silence : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    /// <param name="options">The limit and the clock.</param>
    /// <param name="heartbeat">How often the server breaks the silence, if that is known: one heartbeat may be lost.</param>
    /// <param name="caller">Ends every wait.</param>
    public Silence(EventStreamClientOptions options, TimeSpan? heartbeat, CancellationToken caller)
    {
        _limit = options.ReadTimeout == Timeout.InfiniteTimeSpan || heartbeat * 2 is not { } least || least < options.ReadTimeout ? options.ReadTimeout : least;
        _caller = caller;
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        _registration = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Waits for a read.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async ValueTask<T> EndAsync<T, TState>(TState state, Func<TState, CancellationToken, ValueTask<T>> wait)
    {
        _source.CancelAfter(_limit);
        try
        {
            return await wait(state, _source.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (_source.IsCancellationRequested && error is OperationCanceledException or IOException or HttpRequestException)
        {
            _caller.ThrowIfCancellationRequested();
            throw new TimeoutException($"The server has sent nothing for {_limit.TotalSeconds} seconds, no heartbeat either.", error);
        }
        finally
        {
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
