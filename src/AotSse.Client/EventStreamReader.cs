using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using AotSse.Client.Connection;

namespace AotSse.Client;

/// <summary>
/// Reads server-sent events over any number of connections as one sequence: it comes back when a connection ends, and goes on where it was. Generated clients
/// stand on it; by itself it is a client of any server. Thread-safe: every enumeration has a connection of its own.
/// </summary>
public sealed class EventStreamReader
{
    private readonly StreamConnector _connector;
    private readonly EventStreamClientOptions _options;

    /// <summary>Makes a reader.</summary>
    /// <param name="http">Sends the requests, each relative to its base address. It is not disposed.</param>
    /// <param name="options">How to connect and come back.</param>
    public EventStreamReader(HttpClient http, EventStreamClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _options = options ?? new EventStreamClientOptions();
        _connector = new StreamConnector(http, _options);
    }

    /// <summary>Events as text.</summary>
    /// <param name="request">What to subscribe to.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="EventStreamException">The server refuses the stream, or attempts have run out.</exception>
    public IAsyncEnumerable<SseItem<string>> ReadAsync(StreamRequest request, CancellationToken cancellationToken = default) =>
        ReadAsync(request, static (_, data) => Encoding.UTF8.GetString(data), cancellationToken);

    /// <summary>Events as what a parser makes of them.</summary>
    /// <param name="request">What to subscribe to.</param>
    /// <param name="parser">Turns the name and the data of an event into an item. What it throws ends the enumeration.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="EventStreamException">The server refuses the stream, attempts have run out, or an event cannot be read.</exception>
    public async IAsyncEnumerable<SseItem<T>> ReadAsync<T>(StreamRequest request, SseItemParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parser);
        var cursor = new Cursor(request.After);
        var backoff = new Backoff(_options);
        while (true)
        {
            var attempt = await _connector.OpenAsync(request, cursor, parser, cancellationToken).ConfigureAwait(false);
            if (attempt.IsOver) yield break;
            if (attempt.Stream is { } stream)
            {
                backoff.Opened();
                await using (stream.ConfigureAwait(false))
                {
                    while (await stream.MoveNextAsync().ConfigureAwait(false)) yield return stream.Current;
                    attempt = attempt with { Failure = stream.Failure, Retry = stream.Retry };
                }
            }
            else backoff.Failed(attempt.Failure!);

            cancellationToken.ThrowIfCancellationRequested();
            if (!_options.Reconnect)
            {
                if (attempt.Failure is null) yield break;
                throw new EventStreamException($"The stream '{request.Address}' broke off: {attempt.Failure.Message}", attempt.Failure);
            }

            var delay = backoff.Next(attempt.Retry, attempt.RetryAfter);
            _options.Reconnecting?.Invoke(new EventStreamReconnect(backoff.Failures, delay, attempt.Failure));
            await Task.Delay(delay, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The events of a push stream.</summary>
    /// <param name="request">What to subscribe to.</param>
    /// <param name="parser">Turns the name and the data of an event into a typed one.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <inheritdoc cref="ReadAsync{T}" path="/exception"/>
    public async IAsyncEnumerable<T> EventsAsync<T>(StreamRequest request, SseItemParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken = default) where T : StreamEvent
    {
        await foreach (var item in ReadAsync(request, parser, cancellationToken).ConfigureAwait(false))
        {
            item.Data.EventId = item.EventId;
            yield return item.Data;
        }
    }

    /// <summary>The data of the items of a pull stream that have this event name; others, which a newer server may send, are left out.</summary>
    /// <param name="request">What to subscribe to.</param>
    /// <param name="eventName">The name; <c>message</c> is that of events without one.</param>
    /// <param name="parser">Turns data into an item; it is asked for events of this name only.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <inheritdoc cref="ReadAsync{T}" path="/exception"/>
    public async IAsyncEnumerable<T> ItemsAsync<T>(StreamRequest request, string eventName, SseItemParser<T> parser, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parser);
        var named = ReadAsync(request, (name, data) => name == eventName ? parser(name, data) : default!, cancellationToken);
        await foreach (var item in named.ConfigureAwait(false))
            if (item.EventType == eventName) yield return item.Data;
    }
}
