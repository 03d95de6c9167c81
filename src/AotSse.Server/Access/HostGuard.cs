using System.Net;
using AotSse.Hosting;
using AotSse.Server.Listening;

namespace AotSse.Server.Access;

/// <summary>
/// Keeps web pages of other sites from listeners on loopback addresses. A browser on this machine reaches those on behalf of any site after DNS
/// rebinding, which shows in the Host.
/// </summary>
/// <param name="allowed">Names that are fine besides those of this machine.</param>
internal sealed class HostGuard(IReadOnlyList<string> allowed)
{
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!Listener.IsOnLoopback(context) || IsAllowed(context.Request.Host.Host)) return next(context);
        return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden",
            "The Host header must name this machine, such as 127.0.0.1 or localhost, or a name that AOTSSE_ALLOWED_HOSTS lists.");
    }

    private bool IsAllowed(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
        || allowed.Contains(host, StringComparer.OrdinalIgnoreCase);
}
