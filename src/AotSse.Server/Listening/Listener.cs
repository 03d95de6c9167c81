using AotSse.Hosting;
using AotSse.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AotSse.Server.Listening;

/// <summary>
/// Tells by which listener a request came in. By a mark on the connection: a Host header or a port could be chosen by the client. Connections without
/// a mark came in by a public listener that other machines reach.
/// </summary>
/// <param name="kind">For whom the listener is.</param>
/// <param name="isLoopback">Whether browsers of this machine reach it while no other machine does.</param>
internal sealed class Listener(Listener.Kind kind, bool isLoopback)
{
    /// <summary>The two kinds of listeners an endpoint may belong to; one without this metadata belongs to both.</summary>
    public enum Kind
    {
        /// <summary>For subscribers.</summary>
        Public,

        /// <summary>For publishers.</summary>
        Control,
    }

    private Kind For => kind;

    private bool IsLoopback => isLoopback;

    /// <summary>Listens at an address, and marks what comes in.</summary>
    public static void Listen(KestrelServerOptions kestrel, ListenAddress address, Kind kind, TlsCertificate? certificate) => address.Listen(kestrel, options =>
    {
        var mark = kind == Kind.Control || address.IsLoopback ? new Listener(kind, address.IsLoopback) : null;
        options.Use(next => connection =>
        {
            connection.Features.Set(mark);
            return next(connection);
        });

        if (OpenSsl.IsSupported && address.IsTls) certificate!.Use(options);
    });

    /// <summary>Whether the request came in by the control listener.</summary>
    public static bool IsControl(HttpContext context) => context.Features.Get<Listener>() is { For: Kind.Control };

    /// <summary>Whether the request came in by a listener on a loopback address.</summary>
    public static bool IsOnLoopback(HttpContext context) => context.Features.Get<Listener>() is { IsLoopback: true };

    /// <summary>Hides each endpoint from the listener it does not belong to.</summary>
    public static Task FilterAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Metadata>() is not { } belongs) return next(context);
        if (belongs.Kind == (IsControl(context) ? Kind.Control : Kind.Public)) return next(context);

        return Problem.WriteAsync(context, StatusCodes.Status404NotFound, "Not Found", belongs.Kind == Kind.Control
            ? "Publishing is served by the control listener, not by this one."
            : "This is served by the public listener, not by this one.");
    }

    /// <summary>Says which listeners an endpoint belongs to.</summary>
    public sealed record Metadata(Kind Kind);
}
