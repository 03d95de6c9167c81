using AotSse.Hosting;
using AotSse.Server.Listening;

namespace AotSse.Server.Access;

/// <summary>
/// Lets publishers in: no web pages but the listener's own, and with keys only who has one. Health, and the page itself, which shows nothing without a key, are everybody's.
/// </summary>
/// <param name="keys">The keys; none when the address alone protects the listener.</param>
internal sealed class ControlGuard(ControlKeys? keys)
{
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!Listener.IsControl(context)) return next(context);
        if (IsOfForeignPage(context))
        {
            return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden",
                "Pages of other origins may not use the control listener: publish from a server, or from the page at its own address.");
        }

        if (keys is null || context.Request.Path.Value is "/" or "/healthz" or "/readyz") return next(context);
        if (Bearer.Token(context.Request) is not { } key) return Bearer.ChallengeAsync(context, null, "This listener wants a key: send 'Authorization: Bearer <key>'.");
        return keys.Contains(key) ? next(context) : Bearer.ChallengeAsync(context, "invalid_token", "The key is wrong.");
    }

    /// <summary>Whether a browser sends this for a page that did not come from here (Fetch Metadata tells it even of requests without an Origin). To follow a link is fine.</summary>
    private bool IsOfForeignPage(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && headers["Sec-Fetch-Mode"] != "navigate") return true;
        if (headers.Origin.Count == 0) return false;

        // The Host can be trusted where a page cannot choose it: on loopback addresses, by HostGuard. Elsewhere a page needs the key anyway.
        var isHostTrusted = keys is not null || Listener.IsOnLoopback(context);
        return !isHostTrusted || !Uri.TryCreate(headers.Origin, UriKind.Absolute, out var origin) || !IsSame(origin.Authority, context.Request);
    }

    /// <summary>The scheme is left to the proxy that may speak TLS for this server.</summary>
    private static bool IsSame(string authority, HttpRequest request) => string.Equals(authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
