using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace AotSse.Client.Connection;

/// <summary>Opens one connection and judges the answer.</summary>
internal sealed class StreamConnector(HttpClient http, EventStreamClientOptions options)
{
    private const string EventStream = "text/event-stream";

    // Enough for Problem Details.
    private const int MaxExplanation = 4096;

    private static readonly MediaTypeWithQualityHeaderValue Accepted = new(EventStream);

    /// <exception cref="EventStreamException">The answer is final.</exception>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async ValueTask<Attempt<T>> OpenAsync<T>(StreamRequest request, Cursor cursor, SseItemParser<T> parser, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var message = MessageOf(request, cursor.Position);
        var silence = new Silence(options, request.Heartbeat, cancellation);
        HttpResponseMessage? response = null;
        try
        {
            response = await silence.EndAsync((http, message), static (s, token) =>
                new ValueTask<HttpResponseMessage>(s.http.SendAsync(s.message, HttpCompletionOption.ResponseHeadersRead, token))).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType is EventStream)
            {
                var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                var stream = new OpenStream<T>(response, body, silence, cursor, parser, cancellation);
                (response, silence) = (null, null);
                return new Attempt<T>(stream);
            }

            // The answer that stops an EventSource for good (WHATWG HTML, section 9.2.3).
            if (response.StatusCode == HttpStatusCode.NoContent) return new Attempt<T>(IsOver: true);
            var refusal = await RefusalAsync(request, response, silence).ConfigureAwait(false);
            return Failures.IsTransient(response.StatusCode) ? new Attempt<T>(Failure: refusal, RetryAfter: RetryAfter(response)) : throw refusal;
        }
        catch (Exception error) when (Failures.IsTransient(error, cancellation))
        {
            return new Attempt<T>(Failure: error);
        }
        finally
        {
            response?.Dispose();
            silence?.Dispose();
        }
    }

    private static HttpRequestMessage MessageOf(StreamRequest request, string? position)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, new Uri(request.Address, UriKind.RelativeOrAbsolute));
        message.Headers.Accept.Add(Accepted);
        message.Headers.CacheControl = new CacheControlHeaderValue { NoStore = true };
        foreach (var (name, value) in request.Headers) message.Headers.TryAddWithoutValidation(name, value);
        if (position is null) return message;

        // The client would refuse it in each attempt, and each would look like one that may succeed later.
        if (!Ascii.IsValid(position)) throw new EventStreamException($"The id '{position}' cannot be sent back as Last-Event-ID: it has characters beyond ASCII.") { EventId = position };
        message.Headers.TryAddWithoutValidation("Last-Event-ID", position);
        return message;
    }

    private static async ValueTask<EventStreamException> RefusalAsync(StreamRequest request, HttpResponseMessage response, Silence silence)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        var what = response.StatusCode == HttpStatusCode.OK ? $"a body of type '{type ?? "none"}', which is no {EventStream}" : status;
        var explanation = type is not null && (type.EndsWith("json", StringComparison.Ordinal) || type == "text/plain") && response.StatusCode != HttpStatusCode.OK
            ? await ExplanationAsync(response, silence).ConfigureAwait(false)
            : "";
        var address = response.RequestMessage?.RequestUri?.GetLeftPart(UriPartial.Path) ?? request.Address;
        return new EventStreamException($"The server answers '{address}' by {what}{(explanation.Length > 0 ? ": " + explanation : ".")}") { StatusCode = response.StatusCode };
    }

    private static async ValueTask<string> ExplanationAsync(HttpResponseMessage response, Silence silence)
    {
        var buffer = new byte[MaxExplanation];
        var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        var count = await silence.EndAsync((body, buffer), static (s, token) => s.body.ReadAtLeastAsync(s.buffer, s.buffer.Length, throwOnEndOfStream: false, token)).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(buffer, 0, count).Trim();
        try
        {
            // Problem Details (RFC 9457) say it in a sentence.
            using var problem = JsonDocument.Parse(text);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - options.TimeProvider.GetUtcNow(),
        _ => null,
    };
}
