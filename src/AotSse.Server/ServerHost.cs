using System.Net.Sockets;
using System.Text;
using AotSse.Server.Access;
using AotSse.Server.Configuration;
using AotSse.Server.Health;
using AotSse.Server.Listening;
using AotSse.Server.Logging;
using AotSse.Server.Memory;
using AotSse.Server.Observability;
using AotSse.Server.Page;
using AotSse.Server.Streams;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Server;

/// <summary>Composes the server of the settings and runs it until it is told to stop.</summary>
internal static class ServerHost
{
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        var app = Build(settings);
        await using (app)
        {
            using var export = Otlp.StartIfAsked();
            await StartAsync(app, settings, cancellation);
            await app.WaitForShutdownAsync(cancellation);
        }

        return 0;
    }

    private static WebApplication Build(Settings settings)
    {
        // As the slim builder, less what is set by our own options: the files of settings and their watchers.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("AotSse.Replication", LogLevel.Information).AddConfiguration(builder.Configuration.GetSection("Logging")).AddProvider(new DeferredConsole())
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // A failed start is told by ourselves, in one line.
        // The framework makes an Activity for each request where its logs are on: for nobody here, and with random bits from a file that an empty root lacks.
        if (!settings.Engine.TraceContext && !builder.Configuration.GetSection("Logging").Exists()) builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddRoutingCore();
        if (settings.Tls is not null) OpenSsl.Require(Setting.TlsCertificate.Variable);
        var certificate = OpenSsl.IsSupported && settings.Tls is { } files ? TlsCertificate.Load(files, TimeProvider.System) : null;
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024; // What is read ahead of a publisher that must wait.
            foreach (var address in settings.Public) Listener.Listen(kestrel, address, Listener.Kind.Public, certificate);
            if (settings.Control is { } control) Listener.Listen(kestrel, control, Listener.Kind.Control, certificate);
        });
        builder.Services.AddSingleton(settings.Engine);
        var streams = builder.Services.AddEventStreams();
        if (settings.RabbitMq is { } broker) streams.UseRabbitMq(broker.ApplyTo);
        builder.Services.AddSingleton(static _ => new LargeBodies());
        builder.Services.AddSingleton<IHostedService>(static _ => new IdleCollection(TimeProvider.System));

        var app = builder.Build();
        var tickets = new TicketStore(TimeProvider.System);
        UseGuards(app, settings, tickets);
        var forPublic = new Listener.Metadata(Listener.Kind.Public);
        var forControl = new Listener.Metadata(Listener.Kind.Control);
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], new FrontPage(settings, () => Bound(app, settings)[0]).HandleAsync);
        app.MapEventStreams().Add(ManyTopics.Apply);
        app.MapEventStreamContracts(static contracts => contracts.Title = "aotsse").WithMetadata(forPublic);
        app.MapPost("/stream/{**topic}", new PublishEndpoint(app.Services.GetRequiredService<LargeBodies>()).HandleAsync).WithMetadata(forControl);
        app.MapPost("/tickets", new TicketEndpoint(tickets).HandleAsync).WithMetadata(forControl);
        var hub = app.Services.GetRequiredService<EventStreamHub>();
        app.MapGet("/metrics", new MetricsEndpoint().HandleAsync).WithMetadata(forControl);
        app.MapGet("/streams", new StreamsEndpoint(hub).HandleAsync).WithMetadata(forControl);
        HealthEndpoints.Map(app, hub);
        return app;
    }

    /// <summary>What stands before the endpoints, in the order in which a request meets it.</summary>
    private static void UseGuards(WebApplication app, Settings settings, TicketStore tickets)
    {
        // The port may be known only after the start: the default origins wait for the first request.
        var areNamed = settings.AllowedOrigins.Count > 0;
        var cors = new Lazy<Cors>(() => new Cors(areNamed ? settings.AllowedOrigins : DefaultOrigins(app, settings), areNamed, settings.Subscribers.Jwt is not null));
        var hosts = new HostGuard(settings.AllowedHosts);
        var control = new ControlGuard(settings.Keys);
        var logger = new Lazy<ILogger>(() => app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("AotSse.Server.Access"));
        if (settings.Subscribers.Jwt is { } needed) OpenSsl.Require(needed.Key is null ? Setting.Jwks.Variable : Setting.JwtKey.Variable);
        var jwt = OpenSsl.IsSupported && settings.Subscribers.Jwt is { } judged ? new JwtJudge(judged, TimeProvider.System, logger) : null;
        var subscribers = new SubscriberGuard(settings.Subscribers, jwt, tickets, app.Services.GetRequiredService<EventStreamHub>());

        if (Otlp.IsSupported && Otlp.IsAsked) app.Use(static next => context => RequestTraces.DescribeAsync(context, next));
        app.Use(next => context => cors.Value.ApplyAsync(context, next));
        app.Use(next => context => hosts.CheckAsync(context, next));
        app.Use(next => context => control.CheckAsync(context, next));
        app.Use(static next => context => NotFound.ExplainAsync(context, next));
        app.Use(static next => context => BadRequest.ExplainAsync(context, next));
        app.Use(static next => context => Unavailable.ExplainAsync(context, next));
        app.Use(static next => context => Listener.FilterAsync(context, next));
        app.Use(next => context => subscribers.CheckAsync(context, next));
    }

    /// <exception cref="SettingException">An address cannot be listened on.</exception>
    private static async Task StartAsync(WebApplication app, Settings settings, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
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
        var bound = Bound(app, settings);
        if (settings.Control is not null) lines.Append($"Control on {bound[^1]}\n");
        foreach (var address in bound[..settings.Public.Count]) lines.Append($"Listening on {(address.SocketFile is null ? address.Port : address)}\n");
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellation);
    }

    private static IReadOnlyList<string> DefaultOrigins(WebApplication app, Settings settings)
    {
        var address = Bound(app, settings)[0];
        return Cors.DefaultOrigins(address.IsTls ? "https" : "http", address.Port);
    }

    /// <summary>The addresses listened on with the ports that were free: first the public ones, then the control address, as they were asked for.</summary>
    private static ListenAddress[] Bound(WebApplication app, Settings settings)
    {
        var asked = settings.Control is { } control ? [.. settings.Public, control] : settings.Public.ToArray();
        if (asked.All(static address => address.Port != 0 || address.SocketFile is not null)) return asked;

        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        return [.. asked.Select((address, i) => address.Port == 0 && address.SocketFile is null ? address with { Port = BindingAddress.Parse(bound[i]).Port } : address)];
    }
}
