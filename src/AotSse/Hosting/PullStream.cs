using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ItemAwaiter = System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable<bool>.ConfiguredValueTaskAwaiter;

namespace AotSse.Hosting;

/// <summary>Writes one item of a pull stream as a whole event, the closing blank line included.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public delegate void EventWriter<in T>(ref FrameWriter frame, T item);

/// <summary>Runs pull streams: the user's enumerable, once for each client.</summary>
public static class PullStream
{
    /// <summary>A first item that fails this early still becomes an error status; a slower one finds the head sent, so that <c>onopen</c> does not wait for it.</summary>
    private static readonly TimeSpan ErrorGrace = TimeSpan.FromMilliseconds(50);

    /// <summary>Ready items are gathered up to this size before they are sent.</summary>
    private const int BatchBytes = 32 * 1024;

    /// <summary>Serves one client until the enumerable ends, the client goes or the app drains. Generated endpoints call it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The route pattern of the stream, as registered.</param>
    /// <param name="start">Calls the user's method. The token is cancelled when the client goes and when the app drains.</param>
    /// <param name="write">Writes one item.</param>
    /// <remarks>An exception of the enumerable is thrown on. Before the head is sent it becomes an error status, afterwards the connection is cut, and the client reconnects.</remarks>
    public static Task RunAsync<T>(HttpContext context, string route, Func<CancellationToken, IAsyncEnumerable<T>> start, EventWriter<T> write)
    {
        var hub = context.RequestServices.GetRequiredService<EventStreamHub>();
        var stream = hub.GetRegistered(route);
        if (Handshake.Answer(context, hub, stream) is { } answer) return answer;
        var refusal = StreamConnection.TryOpen(context, stream, hub.Connections, out var connection);
        if (refusal != RefusalReason.None) return Handshake.TurnAwayAsync(context, hub, stream, refusal);

        hub.Connections.OnOpened(connection, context, Handshake.LastEventId(context.Request));
        return new Runner<T>(connection, write).RunAsync(context.Response, start);
    }

    private sealed class Runner<T>(StreamConnection connection, EventWriter<T> write)
    {
        private readonly FrameBatch _batch = new();
        private bool _opened;

        // Set before the signal: by a timer, and by the enumerator, which is not asked otherwise while it runs.
        private volatile bool _graceOver;
        private volatile bool _nextReady;
        private Action? _onNextReady;

        public async Task RunAsync(HttpResponse response, Func<CancellationToken, IAsyncEnumerable<T>> start)
        {
            using var _ = connection;
            try
            {
                var stopping = connection.Stopping;
                await ServeAsync(start(stopping).GetAsyncEnumerator(stopping)).ConfigureAwait(false);
                await FinishAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (connection.IsEnding)
            {
                // The enumerable heard of the end by its token.
                await FinishAsync().ConfigureAwait(false);
            }
            catch when (_opened)
            {
                connection.EndReason = DisconnectReason.Error;
                await SendAsync().ConfigureAwait(false);
                throw;
            }
            catch
            {
                connection.EndReason = DisconnectReason.Error;
                Handshake.UndoHead(response);
                throw;
            }
            finally
            {
                _batch.Clear();
            }
        }

        private async Task ServeAsync(IAsyncEnumerator<T> items)
        {
            await using var _ = items.ConfigureAwait(false);
            while (true)
            {
#pragma warning disable CA2012 // Polled through its awaiter, so that a heartbeat can go out meanwhile: one registration, one result.
                var next = items.MoveNextAsync().ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
                if (!next.IsCompleted) await PendingAsync(next).ConfigureAwait(false);
                if (!next.GetResult() || connection.IsEnding) return;

                Open();
                Append(items.Current);
                if (_batch.Written.Length >= BatchBytes && !await SendAsync().ConfigureAwait(false)) return;
            }
        }

        /// <summary>Sends what is gathered, then keeps the stream alive until the next item is there.</summary>
        /// <remarks>An enumerator must not be disposed while it runs: even when the stream is ending, its answer is awaited.</remarks>
        private async Task PendingAsync(ItemAwaiter next)
        {
            _nextReady = false;
            next.UnsafeOnCompleted(_onNextReady ??= OnNextReady);
            if (!_opened) await HoldHeadAsync().ConfigureAwait(false);
            if (_nextReady && !_opened) return;

            Open();
            await SendAsync().ConfigureAwait(false);
            while (!_nextReady)
            {
                if (connection.IsEnding) await connection.EndAsync().ConfigureAwait(false);
                else if (connection.TryWriteHeartbeat()) await connection.FlushAsync().ConfigureAwait(false);
                await connection.WaitAsync().ConfigureAwait(false);
            }
        }

        private async Task HoldHeadAsync()
        {
            var timer = connection.Time.CreateTimer(static state => ((Runner<T>)state!).OnGraceOver(), this, ErrorGrace, Timeout.InfiniteTimeSpan);
            await using var _ = timer.ConfigureAwait(false);
            while (!_nextReady && !connection.IsEnding && !_graceOver) await connection.WaitAsync().ConfigureAwait(false);
        }

        private void OnNextReady()
        {
            _nextReady = true;
            connection.Wake();
        }

        private void OnGraceOver()
        {
            _graceOver = true;
            connection.Wake();
        }

        private void Open()
        {
            if (_opened) return;
            _opened = true;
            _batch.AddRetry(connection.Settings.Retry);
        }

        private void Append(T item)
        {
            var frame = _batch.Open();
            write(ref frame, item);
            frame.Commit();
        }

        private Task FinishAsync()
        {
            Open();
            connection.Write(_batch);
            return connection.EndAsync();
        }

        private ValueTask<bool> SendAsync()
        {
            connection.Write(_batch);
            return connection.FlushAsync();
        }
    }
}
