using AotSse.Server.Listening;
using Microsoft.Extensions.Primitives;

namespace AotSse.Server.Access;

/// <summary>
/// Lets pages of named origins subscribe (Fetch standard, section 3.3). Unlike the framework's middleware it answers as the demo server does:
/// every answer names an origin, also one to a client that sends none.
/// </summary>
/// <param name="allowedOrigins">The allowed origins, asked for at the first request; the first is named to whom sends no allowed one.</param>
/// <param name="areNamed">Whether somebody named them: only then may their pages send cookies.</param>
/// <param name="takesTokens">Whether subscribers may send a token in a header.</param>
internal sealed class Cors(Func<IReadOnlyList<string>> allowedOrigins, bool areNamed, bool takesTokens)
{
    private readonly Lazy<IReadOnlyList<string>> _origins = new(allowedOrigins);

    /// <summary>The pages of this server itself, by its two usual names.</summary>
    public static IReadOnlyList<string> DefaultOrigins(string scheme, int port) => [$"{scheme}://127.0.0.1:{port}", $"{scheme}://localhost:{port}"];

    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/stream", StringComparison.OrdinalIgnoreCase) || Listener.IsControl(context)) return next(context);

        var headers = context.Response.Headers;
        var allowed = Allowed(request.Headers.Origin);
        headers.AccessControlAllowOrigin = allowed ?? _origins.Value[0];
        headers.AccessControlAllowMethods = "GET";
        headers.AccessControlAllowHeaders = takesTokens ? "Content-Type, Authorization, Last-Event-ID" : "Content-Type";
        if (areNamed && allowed is not null) headers.AccessControlAllowCredentials = "true";
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(request.Method)) return next(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private string? Allowed(StringValues origin)
    {
        foreach (var allowed in _origins.Value)
            if (string.Equals(allowed, origin, StringComparison.OrdinalIgnoreCase)) return allowed;
        return null;
    }
}
