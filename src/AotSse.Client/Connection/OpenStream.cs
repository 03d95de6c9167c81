using System.Net.ServerSentEvents;

namespace AotSse.Client.Connection;

/// <summary>The events of one connection.</summary>
internal sealed class OpenStream<T> : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Silence _silence;
    private readonly SseParser<T> _parser;
    private readonly IAsyncEnumerator<SseItem<T>> _items;
    private readonly CancellationToken _cancellation;
    private string? _position;

    public OpenStream(HttpResponseMessage response, Stream body, Silence silence, Cursor cursor, SseItemParser<T> parser, CancellationToken cancellation)
    {
        _response = response;
        _silence = silence;
        _position = cursor.Position;
        _cancellation = cancellation;
        cursor.Restart();
        _parser = SseParser.Create(new MonitoredStream(body, cursor, silence), parser);

        // The silence has the caller's token: a second one would only be asked beside it.
        _items = _parser.EnumerateAsync(CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The event that was read last, with the position after it.</summary>
    public SseItem<T> Current { get; private set; }

    /// <summary>What broke the connection; <see langword="null"/> when the server closed it.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The <c>retry</c> field, if there was one.</summary>
    public TimeSpan? Retry => _parser.ReconnectionInterval == Timeout.InfiniteTimeSpan ? null : _parser.ReconnectionInterval;

    /// <returns><see langword="false"/> when the connection has ended.</returns>
    public async ValueTask<bool> MoveNextAsync()
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            if (!await _items.MoveNextAsync().ConfigureAwait(false)) return false;
            var item = _items.Current;
            Advance(item.EventId);
            Current = new SseItem<T>(item.Data, item.EventType) { EventId = _position, ReconnectionInterval = item.ReconnectionInterval };
            return true;
        }
        catch (EventStreamException unreadable)
        {
            Advance(null);
            unreadable.EventId = _position;
            throw;
        }
        catch (Exception error) when (Failures.IsTransient(error, _cancellation))
        {
            Failure = error;
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // First: the enumerator waits for what it is reading.
        _response.Dispose();
        await _items.DisposeAsync().ConfigureAwait(false);
        _silence.Dispose();
    }

    /// <summary>An event without an id has that of the last one before it, which may have come on another connection. An empty id forgets it.</summary>
    private void Advance(string? id)
    {
        if (_parser.LastEventId is { Length: > 0 } last) _position = last;
        else if (id is not null) _position = null;
    }
}
