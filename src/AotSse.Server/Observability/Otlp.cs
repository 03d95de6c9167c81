using System.Diagnostics.CodeAnalysis;
using AotSse.Server.Configuration;
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
        .AddSource(RequestTraces.SourceName)
        .AddOtlpExporter()
        .Build();

    /// <summary>Whether this binary was built with it. Code behind this switch is not in one that was built without.</summary>
    [FeatureSwitchDefinition("AotSse.Server.Otlp")]
    public static bool IsSupported => !AppContext.TryGetSwitch("AotSse.Server.Otlp", out var isSupported) || isSupported;

    /// <summary>Whether the variable is set.</summary>
    public static bool IsAsked => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint));

    /// <summary>Begins to send, if the variable is set. What it returns sends until it is disposed.</summary>
    /// <exception cref="SettingException">It is set, and this binary or machine lacks what it takes.</exception>
    public static IDisposable? StartIfAsked()
    {
        if (!IsAsked) return null;
        if (!IsSupported)
            throw new SettingException($"{Endpoint} needs OpenTelemetry, which this binary is built without: unset it and scrape /metrics, or use the image with OpenSSL (target 'openssl' of the Containerfile)");
        if (Environment.GetEnvironmentVariable(Endpoint)!.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) OpenSsl.Require(Endpoint);
        return new Otlp();
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }
}
