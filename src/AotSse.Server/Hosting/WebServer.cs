using AotSse.Server.Configuration;
using AotSse.Server.Listening;
using AotSse.Server.Observability;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace AotSse.Server.Hosting;

/// <summary>
/// Kestrel, and the services that are registered, started and stopped in the order of ASP.NET Core's own host. That host and its container would be two thirds of a start (docs/start.md).
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly Lifetime _lifetime = new();
    private readonly SocketTransportOptions _transport = new();

    /// <summary>What Kestrel needs to speak TLS.</summary>
    private readonly ServiceProvider? _forTls;

    private List<IHostedService> _hosted = [];
    private KestrelServer? _kestrel;

    /// <param name="loggers">Where logs go.</param>
    /// <param name="speaksTls">Whether some listener does.</param>
    public WebServer(ILoggerFactory loggers, bool speaksTls)
    {
        _loggers = loggers;
        if (OpenSsl.IsSupported)
        {
            // Not joined to one condition: the compiler of C# would join the values, and that of the binary no longer see that this cannot be reached.
            if (speaksTls) _forTls = TlsServices.Create(loggers);
        }

        Kestrel = new KestrelServerOptions { AddServerHeader = false, ApplicationServices = _forTls! };
        Services = new ServiceTable(Registrations);
        Registrations.AddSingleton(loggers);
        Registrations.AddSingleton<IHostApplicationLifetime>(_lifetime);
        Registrations.AddSingleton(Options.Create(Kestrel));
        Registrations.AddSingleton(Options.Create(_transport));
    }

    /// <summary>Where it listens, and its limits; set before the start.</summary>
    public KestrelServerOptions Kestrel { get; }

    /// <summary>Where services are registered, before the first is asked for.</summary>
    public ServiceCollection Registrations { get; } = [];

    /// <summary>The services.</summary>
    public ServiceTable Services { get; }

    /// <summary>The addresses listened on, in the order in which they were asked for.</summary>
    public ICollection<string> Addresses => _kestrel!.Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>Starts the hosted services, and then to listen.</summary>
    /// <param name="pipeline">Answers requests.</param>
    /// <param name="watch">Follows them, if somebody wants that.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public async Task StartAsync(RequestDelegate pipeline, RequestWatch? watch, CancellationToken cancellation)
    {
        _lifetime.HeedSignals();
        Services.Configured(_transport);
        _hosted = Services.All<IHostedService>();
        foreach (var service in _hosted) await ((service as IHostedLifecycleService)?.StartingAsync(cancellation) ?? Task.CompletedTask);
        foreach (var service in _hosted) await service.StartAsync(cancellation);
        _kestrel = new KestrelServer(Options.Create(Kestrel), Services.GetRequiredService<IConnectionListenerFactory>(), _loggers);
        await _kestrel.StartAsync(new HttpApplication(pipeline, Services, watch), cancellation);
        foreach (var service in _hosted) await ((service as IHostedLifecycleService)?.StartedAsync(cancellation) ?? Task.CompletedTask);
        _lifetime.OnStarted();
    }

    /// <summary>Serves until a signal or the token ends it, and then stops: hosted services are told before the listeners close, so that they can drain.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await _lifetime.WaitAsync(cancellation);
        using var limit = new CancellationTokenSource(Services.Configured(new HostOptions()).ShutdownTimeout);
        _hosted.Reverse();
        foreach (var service in _hosted) await ((service as IHostedLifecycleService)?.StoppingAsync(limit.Token) ?? Task.CompletedTask);
        await _kestrel!.StopAsync(limit.Token);
        foreach (var service in _hosted) await service.StopAsync(limit.Token);
        foreach (var service in _hosted) await ((service as IHostedLifecycleService)?.StoppedAsync(limit.Token) ?? Task.CompletedTask);
        _lifetime.OnStopped();
    }

    public async ValueTask DisposeAsync()
    {
        _kestrel?.Dispose();
        await Services.DisposeAsync();
        if (_forTls is not null) await _forTls.DisposeAsync();
        _lifetime.Dispose();
    }
}
