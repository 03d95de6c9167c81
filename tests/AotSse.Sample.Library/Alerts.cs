using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Sample.Library;

/// <summary>Streams of a class library: the type is internal, its app maps them all the same.</summary>
internal sealed partial class Alerts
{
    /// <summary>Something needs attention.</summary>
    /// <param name="severity">How urgent it is; clients subscribe to one.</param>
    /// <param name="text">What happened.</param>
    [EventStream("/alerts/{severity}")]
    public partial void Raised(Severity severity, string text);
}

/// <summary>How urgent something is.</summary>
public enum Severity
{
    /// <summary>It can wait.</summary>
    Low,

    /// <summary>It cannot.</summary>
    High,
}

/// <summary>A client of the alerts: it may be public although they are not, since it stands beside them.</summary>
[AotSse.Client.EventStreamClient(typeof(Alerts))]
public sealed partial class AlertsClient;

/// <summary>Raises alerts.</summary>
public static class AlertsExtensions
{
    /// <summary>Maps what raises an alert.</summary>
    /// <param name="endpoints">Where to map.</param>
    public static void MapAlerts(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/raise/{severity}", static context =>
    {
        var severity = Enum.Parse<Severity>((string)context.Request.RouteValues["severity"]!, ignoreCase: true);
        context.RequestServices.GetRequiredService<Alerts>().Raised(severity, "Look here.");
        return Task.CompletedTask;
    });
}
