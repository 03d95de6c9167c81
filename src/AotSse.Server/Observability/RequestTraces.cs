using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Server.Observability;

/// <summary>
/// Gives the trace of a request what OpenTelemetry's semantic conventions for HTTP servers ask for. The server itself only begins and ends it. The query
/// stays out: it may hold a token.
/// </summary>
internal static class RequestTraces
{
    public static async Task DescribeAsync(HttpContext context, RequestDelegate next)
    {
        var trace = context.Features.Get<IHttpActivityFeature>()?.Activity;
        try
        {
            await next(context);
        }
        finally
        {
            if (trace is { IsAllDataRequested: true }) Describe(trace, context);
        }
    }

    private static void Describe(Activity trace, HttpContext context)
    {
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var status = context.Response.StatusCode;
        trace.DisplayName = route is null ? context.Request.Method : $"{context.Request.Method} {route}";
        trace.SetTag("http.request.method", context.Request.Method);
        trace.SetTag("url.scheme", context.Request.Scheme);
        trace.SetTag("url.path", context.Request.Path.Value);
        trace.SetTag("http.response.status_code", status);
        if (route is not null) trace.SetTag("http.route", route);
        if (context.Request.Headers.UserAgent is [{ } agent]) trace.SetTag("user_agent.original", agent);
        if (status < StatusCodes.Status500InternalServerError) return;
        trace.SetTag("error.type", $"{status}");
        trace.SetStatus(ActivityStatusCode.Error);
    }
}
