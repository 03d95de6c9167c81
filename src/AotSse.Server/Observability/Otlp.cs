using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AotSse.Server.Observability;

/// <summary>
/// Sends meters and the traces of requests by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set. The other <c>OTEL_</c> variables hold as OpenTelemetry
/// defines them.
/// </summary>
internal sealed class Otlp : IDisposable
{
    /// <summary>The variable that turns it on.</summary>
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly MeterProvider _meters = Sdk.CreateMeterProviderBuilder()
        .AddMeter("AotSse", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
        .AddOtlpExporter()
        .Build();

    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder()
        .AddSource("Microsoft.AspNetCore")
        .AddOtlpExporter()
        .Build();

    public static bool IsAsked => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint));

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }
}
