using AotSse.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AotSse.Server.Listening;

/// <summary>
/// Tells the control listener from the public one. By a mark on the connection: a Host header or a port could be chosen by the client.
/// </summary>
internal sealed class ControlListener
{
    private static readonly ControlListener Instance = new();

    /// <summary>The two listeners an endpoint may belong to; one without this metadata belongs to both.</summary>
    public enum Kind
    {
        /// <summary>For subscribers.</summary>
        Public,

        /// <summary>For publishers.</summary>
        Control,
    }

    /// <summary>Marks every connection of a listener.</summary>
    public static void Mark(ListenOptions options) => options.Use(static next => connection =>
    {
        connection.Features.Set(Instance);
        return next(connection);
    });

    /// <summary>Whether the request came in by the control listener.</summary>
    public static bool Serves(HttpContext context) => context.Features.Get<ControlListener>() is not null;

    /// <summary>Hides each endpoint from the listener it does not belong to.</summary>
    public static Task FilterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ListenerMetadata>() is not { } belongs) return next(context);
        if (belongs.Kind == (Serves(context) ? Kind.Control : Kind.Public)) return next(context);

        return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found", belongs.Kind == Kind.Control
            ? "Publishing is served by the control listener, not by this one."
            : "Subscribing is served by the public listener, not by this one.");
    }

    /// <summary>Says which listener an endpoint belongs to.</summary>
    public sealed record ListenerMetadata(Kind Kind);
}
