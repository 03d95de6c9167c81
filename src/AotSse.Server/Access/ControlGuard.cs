using AotSse.Hosting;
using AotSse.Server.Listening;

namespace AotSse.Server.Access;

/// <summary>Lets publishers in: not web pages, which show by their Origin, and with keys only who has one. Health is everybody's.</summary>
/// <param name="keys">The keys; none when the address alone protects the listener.</param>
internal sealed class ControlGuard(ControlKeys? keys)
{
    public Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!Listener.IsControl(context)) return next(context);
        if (context.Request.Headers.Origin.Count > 0)
            return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "Forbidden", "Web pages may not use the control listener: publish from a server.");

        if (keys is null || context.Request.Path.Value is "/healthz" or "/readyz") return next(context);
        if (Bearer.Token(context.Request) is not { } key) return Bearer.ChallengeAsync(context, null, "This listener wants a key: send 'Authorization: Bearer <key>'.");
        return keys.Contains(key) ? next(context) : Bearer.ChallengeAsync(context, "invalid_token", "The key is wrong.");
    }
}
