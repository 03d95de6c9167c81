using System.Diagnostics;
using Microsoft.AspNetCore.Http.Extensions;

namespace AotSse.Server.Observability;

/// <summary>Follows each request, for who wants its trace or lines in the log about it.</summary>
/// <param name="traces">Traces it; none when nobody asked for traces.</param>
/// <param name="logger">Takes the lines, if its level lets them through.</param>
internal sealed partial class RequestWatch(RequestTraces? traces, ILogger logger)
{
    /// <summary>The category that ASP.NET Core logs requests under, so that its settings hold here.</summary>
    private const string Category = "Microsoft.AspNetCore.Hosting.Diagnostics";

    /// <returns><see langword="null"/> when requests need not be watched.</returns>
    public static RequestWatch? Create(RequestTraces? traces, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger(Category);
        return traces is null && !logger.IsEnabled(LogLevel.Information) ? null : new RequestWatch(traces, logger);
    }

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        using var trace = traces?.Begin(context.Request);
        var request = context.Request;
        var url = logger.IsEnabled(LogLevel.Information) ? request.GetEncodedUrl() : "";
        LogStarting(request.Protocol, request.Method, url, request.ContentType ?? "-", (object?)request.ContentLength ?? "-");
        var start = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var response = context.Response;
            LogFinished(request.Protocol, request.Method, url, response.StatusCode, response.ContentType ?? "-", Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (trace is { IsAllDataRequested: true }) RequestTraces.Describe(trace, context);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Request starting {Protocol} {Method} {Url} - {ContentType} {ContentLength}", EventName = "RequestStarting")]
    private partial void LogStarting(string protocol, string method, string url, string contentType, object contentLength);

    [LoggerMessage(2, LogLevel.Information, "Request finished {Protocol} {Method} {Url} - {StatusCode} {ContentType} {ElapsedMilliseconds:F4}ms", EventName = "RequestFinished")]
    private partial void LogFinished(string protocol, string method, string url, object statusCode, string contentType, object elapsedMilliseconds);
}
