using Microsoft.AspNetCore.Builder;

namespace AotSse.Tests.Support;

/// <summary>The way of a push stream's events to the socket.</summary>
public enum Way
{
    /// <summary>The subscriber owns its socket.</summary>
    Direct,

    /// <summary>Through the response, as under TLS.</summary>
    Pipe,
}

internal static class Ways
{
    /// <summary>Starts an app on real Kestrel whose push streams go this way.</summary>
    public static Task<TestApp> StartAsync(this Way way, Action<EventStreamOptions>? configure = null, TimeProvider? time = null) => TestApp.StartAsync(
        time: time,
        configure: configure,
        pipeline: way == Way.Direct ? null : static app => app.Use(static (context, next) =>
        {
            ReplacedBody.Replace(context);
            return next(context);
        }));
}
