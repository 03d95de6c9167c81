using System.Diagnostics;

namespace AotSse.Server.Observability;

/// <summary>
/// The trace of a request: begun as ASP.NET Core does, under the same names, behind that of the client (W3C Trace Context), and described as OpenTelemetry's semantic conventions for HTTP servers
/// ask for. The query stays out: it may hold a token.
/// </summary>
/// <param name="areAlwaysKept">Whether there is one even if nobody collects it, because events carry it.</param>
internal sealed class RequestTraces(bool areAlwaysKept)
{
    /// <summary>Under which name collectors ask for them.</summary>
    public const string SourceName = "Microsoft.AspNetCore";

    private const string Name = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private static readonly ActivitySource Source = new(SourceName);

    /// <returns><see langword="null"/> when nobody wants it.</returns>
    public Activity? Begin(HttpRequest request)
    {
        string? parent = request.Headers.TraceParent;
        string? state = request.Headers.TraceState;
        var trace = Source.CreateActivity(Name, ActivityKind.Server, ActivityContext.TryParse(parent, state, isRemote: true, out var remote) ? remote : default);
        if (trace is null && areAlwaysKept)
        {
            trace = new Activity(Name) { TraceStateString = state };
            if (parent is not null) trace.SetParentId(parent);
        }

        return trace?.Start();
    }

    /// <summary>Tells what became of the request.</summary>
    public static void Describe(Activity trace, HttpContext context)
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
