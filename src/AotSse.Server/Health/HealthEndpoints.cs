using System.Text;

namespace AotSse.Server.Health;

/// <summary>What an orchestrator asks: <c>/healthz</c>, is the process alive; <c>/readyz</c>, should it get new clients, and if not, why.</summary>
/// <param name="hub">Knows whether the app is ready.</param>
internal sealed class HealthEndpoints(EventStreamHub hub)
{
    public static Task AliveAsync(HttpContext context) => PlainText.WriteAsync(context, "healthy\n"u8);

    public Task ReadyAsync(HttpContext context)
    {
        if (hub.NotReadyReason is not { } reason) return PlainText.WriteAsync(context, "ready\n"u8);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return PlainText.WriteAsync(context, Encoding.UTF8.GetBytes($"{reason}\n"));
    }
}
