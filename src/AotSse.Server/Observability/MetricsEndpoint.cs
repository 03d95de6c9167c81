using System.Text;

namespace AotSse.Server.Observability;

/// <summary><c>GET /metrics</c> of the control listener. Nothing is listened to before the first time: counters are complete then too, histograms begin.</summary>
internal sealed class MetricsEndpoint
{
    private readonly Lazy<Instruments> _instruments = new();

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(_instruments.Value.Write()), context.RequestAborted);
    }
}
