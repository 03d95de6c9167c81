using AotSse.Server.Listening;
using Microsoft.Extensions.Primitives;

namespace AotSse.Server.Access;

/// <summary>
/// Lets pages of named origins subscribe (Fetch standard, section 3.3). Unlike the framework's middleware it answers as the demo server does:
/// every answer names an origin, also one to a client that sends none.
/// </summary>
/// <param name="origins">The allowed origins; the first is named to whom sends no allowed one.</param>
internal sealed class Cors(IReadOnlyList<string> origins)
{
    /// <summary>The pages of this server itself, by its two usual names.</summary>
    public static IReadOnlyList<string> DefaultOrigins(int port) => [$"http://127.0.0.1:{port}", $"http://localhost:{port}"];

    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/stream", StringComparison.Ordinal) || ControlListener.Serves(context)) return next(context);

        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = Allowed(request.Headers.Origin);
        headers.AccessControlAllowMethods = "GET";
        headers.AccessControlAllowHeaders = "Content-Type";
        if (origins.Count > 1) headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(request.Method)) return next(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private string Allowed(StringValues origin)
    {
        foreach (var allowed in origins)
            if (string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase)) return allowed;
        return origins[0];
    }
}
