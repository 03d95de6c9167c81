using System.Buffers;
using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace AotSse.Hosting;

/// <summary>Decides whether a request becomes a stream, and writes the head of the response.</summary>
internal static class Handshake
{
    private const string EventStream = "text/event-stream";

    /// <summary>Answers a request that does not become a stream; otherwise sets the head of the response.</summary>
    /// <returns>The answer under way, or <see langword="null"/>.</returns>
    public static Task? Answer(HttpContext context, EventStreamHub hub, RegisteredStream stream)
    {
        if (!Accepts(context.Request))
        {
            return Problem.WriteAsync(context, StatusCodes.Status406NotAcceptable, "Not Acceptable",
                $"This resource is a stream of type {EventStream}, which the Accept header excludes.");
        }

        WriteHead(context);
        if (HttpMethods.IsHead(context.Request.Method)) return Task.CompletedTask;
        return hub.IsDraining ? TurnAwayAsync(context, hub, stream, RefusalReason.Drain) : null;
    }

    /// <summary>The client's cursor: the header of a reconnect, else the query parameter, since a first connect cannot set the header.</summary>
    public static string? LastEventId(HttpRequest request)
    {
        string? header = request.Headers["Last-Event-ID"];
        return string.IsNullOrEmpty(header) ? request.Query["lastEventId"] : header;
    }

    /// <summary>Takes back what <see cref="WriteHead"/> set, for an error that comes before the response has started.</summary>
    public static void UndoHead(HttpResponse response)
    {
        response.ContentType = null;
        response.Headers.CacheControl = default;
        response.Headers["X-Accel-Buffering"] = default;
    }

    /// <summary>200, <c>retry</c>, close: the only answer that makes an EventSource come back (WHATWG HTML, section 9.2.3).</summary>
    public static async Task TurnAwayAsync(HttpContext context, EventStreamHub hub, RegisteredStream stream, RefusalReason reason)
    {
        hub.Connections.OnRefused(stream, reason);
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";

        var batch = new FrameBatch();
        batch.AddRetry(stream.Settings.Retry);
        context.Response.BodyWriter.Write(batch.Written);
        batch.Clear();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static void WriteHead(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = EventStream;
        headers.CacheControl = "no-cache, no-transform";
        headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        // Our own time-out judges slow clients: a quiet stream has no data rate.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    /// <summary>RFC 9110, section 12.5.1: the most specific range decides, and a weight of 0 excludes.</summary>
    private static bool Accepts(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is EventStream or "*/*" or "")) return true;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return true;

        var best = -1;
        var accepted = false;
        foreach (var range in ranges)
        {
            var specificity = range switch
            {
                { MatchesAllTypes: true } => 0,
                { MatchesAllSubTypes: true } when range.Type.Equals("text", StringComparison.OrdinalIgnoreCase) => 1,
                _ when range.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) => 2,
                _ => -1,
            };
            if (specificity < best || specificity < 0) continue;
            accepted = (specificity == best && accepted) || range.Quality is not <= 0;
            best = specificity;
        }

        return accepted;
    }
}
