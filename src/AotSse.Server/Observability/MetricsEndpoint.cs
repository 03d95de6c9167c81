using System.Text;

namespace AotSse.Server.Observability;

/// <summary><c>GET /metrics</c> of the control listener.</summary>
/// <param name="instruments">What is measured.</param>
internal sealed class MetricsEndpoint(Instruments instruments)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(instruments.Write()), context.RequestAborted);
    }
}
