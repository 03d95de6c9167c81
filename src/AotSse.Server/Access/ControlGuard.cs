using System.Net;
using AotSse.Hosting;
using AotSse.Server.Listening;

namespace AotSse.Server.Access;

/// <summary>
/// Keeps web pages from publishing. A browser on this machine reaches loopback addresses on behalf of any site: with a cross-site POST, which
/// carries an Origin, or after DNS rebinding, which shows in the Host.
/// </summary>
internal static class ControlGuard
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!ControlListener.Serves(context)) return next(context);
        if (context.Request.Headers.Origin.Count > 0) return RefuseAsync(context, "Web pages may not use the control listener: publish from a server.");

        // A unix socket has no address: nothing that resolves names can reach it.
        var isTcp = context.Connection.LocalIpAddress is not null;
        return isTcp && !IsLoopback(context.Request.Host.Host)
            ? RefuseAsync(context, "The Host header must name this machine, such as 127.0.0.1 or localhost.")
            : next(context);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpContext context, string detail) => Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden", detail);
}
