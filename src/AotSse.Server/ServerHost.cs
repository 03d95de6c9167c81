using System.Net.Sockets;
using System.Text;
using AotSse.Server.Access;
using AotSse.Server.Configuration;
using AotSse.Server.Health;
using AotSse.Server.Listening;
using AotSse.Server.Logging;
using AotSse.Server.Memory;
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
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConfiguration(builder.Configuration.GetSection("Logging")).AddProvider(new DeferredConsole())
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // A failed start is told by ourselves, in one line.
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(settings.Port);
            settings.Control?.Listen(kestrel);
        });
        builder.Services.AddEventStreams(options => options.Heartbeat = settings.Heartbeat);
        builder.Services.AddSingleton<IHostedService>(static _ => new IdleCollection(TimeProvider.System));

        var app = builder.Build();

        // The port may be known only after the start: the default origins wait for the first request.
        var cors = new Lazy<Cors>(() => new Cors(settings.AllowedOrigins.Count > 0 ? settings.AllowedOrigins : Cors.DefaultOrigins(PublicPort(app, settings))));
        app.Use(next => context => cors.Value.ApplyAsync(context, next));
        app.Use(static next => context => ControlGuard.CheckAsync(context, next));
        app.Use(static next => context => NotFound.ExplainAsync(context, next));
        app.Use(static next => context => ControlListener.FilterAsync(context, next));
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], static context => PlainText.WriteAsync(context, "hello!"u8))
            .WithMetadata(new ControlListener.ListenerMetadata(ControlListener.Kind.Public));
        app.MapEventStreams().WithMetadata(new ControlListener.ListenerMetadata(ControlListener.Kind.Public));
        app.MapPost("/stream/{**topic}", PublishEndpoint.HandleAsync).WithMetadata(new ControlListener.ListenerMetadata(ControlListener.Kind.Control));
        HealthEndpoints.Map(app, app.Services.GetRequiredService<EventStreamHub>());
        return app;
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
            throw new SettingException($"{Settings.OneLine(failed.Message).TrimEnd('.')}: stop what listens there, or choose another with {Setting.Port.Option} or {Setting.Control.Option}");
        }
        catch (SocketException failed)
        {
            throw new SettingException($"cannot listen: {Settings.OneLine(failed.Message)}; choose another address with {Setting.Port.Option} or {Setting.Control.Option}");
        }

        var lines = settings.Control is { } control ? $"Control on {(control.EndPoint is null ? control.ToString() : Addresses(app)[1])}\n" : "";
        lines += $"Listening on {PublicPort(app, settings)}\n";
        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellation);
    }

    private static int PublicPort(WebApplication app, Settings settings) =>
        settings.Port != 0 ? settings.Port : BindingAddress.Parse(Addresses(app)[0]).Port;

    /// <summary>The addresses listened on, in the order they were asked for: first the public one.</summary>
    private static string[] Addresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
}
