using System.Buffers;
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

    /// <summary>Opens the connection, or answers the request otherwise.</summary>
    /// <returns>The connection and no answer, or no connection and the answer under way.</returns>
    public static (StreamConnection? Connection, Task Answer) Begin(HttpContext context, EventStreamHub hub, string route)
    {
        if (!Accepts(context.Request))
        {
            return (null, Problem.WriteAsync(context, StatusCodes.Status406NotAcceptable, "Not Acceptable",
                $"This resource is a stream of type {EventStream}, which the Accept header excludes."));
        }

        var settings = hub.GetSettings(route);
        WriteHead(context);
        if (HttpMethods.IsHead(context.Request.Method)) return (null, Task.CompletedTask);

        var connection = StreamConnection.TryOpen(context, settings, hub.Connections);
        return connection is null ? (null, TurnAwayAsync(context, settings)) : (connection, Task.CompletedTask);
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

    /// <summary>200, <c>retry</c>, close: the only answer that makes an EventSource come back (WHATWG HTML, section 9.2.3).</summary>
    private static async Task TurnAwayAsync(HttpContext context, StreamSettings settings)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";

        var batch = new FrameBatch();
        batch.AddRetry(settings.Retry);
        context.Response.BodyWriter.Write(batch.Written);
        batch.Clear();
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
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
