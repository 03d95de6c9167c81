using System.Net.Sockets;
using System.Text;
using AotSse.Server.Access;
using AotSse.Server.Configuration;
using AotSse.Server.Health;
using AotSse.Server.Hosting;
using AotSse.Server.Listening;
using AotSse.Server.Logging;
using AotSse.Server.Memory;
using AotSse.Server.Observability;
using AotSse.Server.Page;
using AotSse.Server.Streams;
using Microsoft.AspNetCore.Connections;

namespace AotSse.Server;

/// <summary>Composes the server of the settings and runs it until it is told to stop.</summary>
internal static class ServerHost
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        using var export = Otlp.StartIfAsked();
        using var loggers = Logs.Create();
        await using var server = new WebServer(loggers, settings.Tls is not null);
        Listen(server, settings);
        Register(server, settings);
        var tickets = new TicketStore(TimeProvider.System);
        var routes = Map(server, settings, tickets);
        var traces = (Otlp.IsSupported && Otlp.IsAsked) || settings.Engine.TraceContext ? new RequestTraces(settings.Engine.TraceContext) : null;
        await StartAsync(server, Guard(server, settings, routes, tickets), RequestWatch.Create(traces, loggers), settings, cancellation);
        await server.RunAsync(cancellation);
        return 0;
    }

    private static void Listen(WebServer server, Settings settings)
    {
        if (settings.Tls is not null) OpenSsl.Require(Setting.TlsCertificate.Variable);
        var certificate = OpenSsl.IsSupported && settings.Tls is { } files ? TlsCertificate.Load(files, TimeProvider.System) : null;
        server.Kestrel.Limits.MaxRequestBufferSize = 64 * 1024; // What is read ahead of a publisher that must wait.
        foreach (var address in settings.Public) Listener.Listen(server.Kestrel, address, Listener.Kind.Public, certificate);
        if (settings.Control is { } control) Listener.Listen(server.Kestrel, control, Listener.Kind.Control, certificate);
    }

    private static void Register(WebServer server, Settings settings)
    {
        server.Registrations.AddSingleton(settings.Engine);
        var streams = server.Registrations.AddEventStreams();
        if (settings.RabbitMq is { } broker) streams.UseRabbitMq(broker.ApplyTo);
        server.Registrations.AddSingleton(static _ => new LargeBodies());
        server.Registrations.AddSingleton<IHostedService>(static services => new IdleCollection(TimeProvider.System, services.GetRequiredService<EventStreamHub>()));
    }

    private static RouteTable Map(WebServer server, Settings settings, TicketStore tickets)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head], get = [HttpMethods.Get], post = [HttpMethods.Post];
        var forPublic = new Listener.Metadata(Listener.Kind.Public);
        var forControl = new Listener.Metadata(Listener.Kind.Control);
        var hub = server.Services.GetRequiredService<EventStreamHub>();
        var routes = new RouteTable(server.Services);
        routes.Map("/", read, new FrontPage(settings, () => Bound(server, settings)[0]).HandleAsync);
        routes.MapEventStreams().Add(ManyTopics.Apply);
        routes.MapEventStreamContracts(static contracts => contracts.Title = "aotsse").Add(endpoint => endpoint.Metadata.Add(forPublic));
        routes.Map("/stream/{**topic}", post, new PublishEndpoint(server.Services.GetRequiredService<LargeBodies>()).HandleAsync, forControl);
        routes.Map("/tickets", post, new TicketEndpoint(tickets).HandleAsync, forControl);
        routes.Map("/metrics", get, new MetricsEndpoint().HandleAsync, forControl);
        routes.Map("/streams", get, new StreamsEndpoint(hub).HandleAsync, forControl);
        routes.Map("/healthz", get, HealthEndpoints.AliveAsync);
        routes.Map("/readyz", get, new HealthEndpoints(hub).ReadyAsync);
        routes.Freeze();
        return routes;
    }

    /// <summary>What stands before the endpoints, in the order in which a request meets it.</summary>
    private static RequestDelegate Guard(WebServer server, Settings settings, RouteTable routes, TicketStore tickets)
    {
        // The port may be known only after the start: the default origins wait for the first request.
        var areNamed = settings.AllowedOrigins.Count > 0;
        var cors = new Cors(() => areNamed ? settings.AllowedOrigins : DefaultOrigins(server, settings), areNamed, settings.Subscribers.Jwt is not null);
        var hosts = new HostGuard(settings.AllowedHosts);
        var control = new ControlGuard(settings.Keys);
        var logger = new Lazy<ILogger>(() => server.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AotSse.Server.Access"));
        if (settings.Subscribers.Jwt is { } needed) OpenSsl.Require(needed.Key is null ? Setting.Jwks.Variable : Setting.JwtKey.Variable);
        var jwt = OpenSsl.IsSupported && settings.Subscribers.Jwt is { } judged ? new JwtJudge(judged, TimeProvider.System, logger) : null;
        var subscribers = new SubscriberGuard(settings.Subscribers, jwt, tickets, server.Services.GetRequiredService<EventStreamHub>());

        Func<HttpContext, RequestDelegate, Task>[] layers =
        [
            cors.ApplyAsync, hosts.CheckAsync, control.CheckAsync, NotFound.ExplainAsync, BadRequest.ExplainAsync, Unavailable.ExplainAsync, Listener.FilterAsync, subscribers.CheckAsync,
        ];
        RequestDelegate answer = RouteTable.RunAsync;
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var (layer, next) = (layers[i], answer);
            answer = context => layer(context, next);
        }

        return context =>
        {
            routes.Match(context);
            return answer(context);
        };
    }

    /// <exception cref="SettingException">An address cannot be listened on.</exception>
    private static async Task StartAsync(WebServer server, RequestDelegate pipeline, RequestWatch? watch, Settings settings, CancellationToken cancellation)
    {
        try
        {
            await server.StartAsync(pipeline, watch, cancellation);
        }
        catch (IOException failed) when (failed.InnerException is AddressInUseException)
        {
            throw new SettingException($"{SettingText.OneLine(failed.Message).TrimEnd('.')}: stop what listens there, or choose another with {Setting.Port.Option} or {Setting.Control.Option}");
        }
        catch (SocketException failed)
        {
            throw new SettingException($"cannot listen: {SettingText.OneLine(failed.Message)}; choose another address with {Setting.Port.Option} or {Setting.Control.Option}");
        }

        foreach (var note in settings.Notes) await Console.Error.WriteLineAsync($"aotsse: {note}");
        var lines = new StringBuilder();
        var bound = Bound(server, settings);
        if (settings.Control is not null) lines.Append($"Control on {bound[^1]}\n");
        foreach (var address in bound[..settings.Public.Count]) lines.Append($"Listening on {(address.SocketFile is null ? address.Port : address)}\n");
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
    }

    private static IReadOnlyList<string> DefaultOrigins(WebServer server, Settings settings)
    {
        var address = Bound(server, settings)[0];
        return Cors.DefaultOrigins(address.IsTls ? "https" : "http", address.Port);
    }

    /// <summary>The addresses listened on with the ports that were free: first the public ones, then the control address, as they were asked for.</summary>
    private static ListenAddress[] Bound(WebServer server, Settings settings)
    {
        ListenAddress[] addresses = settings.Control is { } control ? [.. settings.Public, control] : [.. settings.Public];
        var i = 0;
        foreach (var bound in server.Addresses)
        {
            if (addresses[i] is { Port: 0, SocketFile: null }) addresses[i] = addresses[i] with { Port = BindingAddress.Parse(bound).Port };
            i++;
        }

        return addresses;
    }
}
