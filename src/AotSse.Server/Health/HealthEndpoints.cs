using System.Text;

namespace AotSse.Server.Health;

/// <summary>What an orchestrator asks: <c>/healthz</c>, is the process alive; <c>/readyz</c>, should it get new clients, and if not, why.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints, EventStreamHub hub)
    {
        endpoints.MapGet("/healthz", static context => PlainText.WriteAsync(context, "healthy\n"u8));
        endpoints.MapGet("/readyz", context =>
        {
            if (hub.NotReadyReason is not { } reason) return PlainText.WriteAsync(context, "ready\n"u8);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return PlainText.WriteAsync(context, Encoding.UTF8.GetBytes($"{reason}\n"));
        });
    }
}
