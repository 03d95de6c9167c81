using System.Diagnostics.Metrics;
using AotSse.Hosting;
using AotSse.Replication;
using AotSse.Transport;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AotSse;

/// <summary>What <c>AddEventStreams</c> returns: the place where further parts are added to the streams of an app.</summary>
public sealed class EventStreamsBuilder
{
    /// <summary>Connections the kernel holds until they are accepted: after a restart all clients come at once. The kernel caps it at <c>net.core.somaxconn</c>.</summary>
    private const int AcceptBacklog = 16_384;

    private EventStreamsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the app.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Puts a log that many nodes share behind all push streams: events go there, and come from there to the clients of every node, in one order with the same ids. Packages for
    /// a certain broker call it.
    /// </summary>
    /// <param name="log">Makes the log; the container disposes of it.</param>
    /// <param name="configure">Changes the options, in the order of the calls.</param>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public EventStreamsBuilder UseReplicatedLog(Func<IServiceProvider, IReplicatedLog> log, Action<ReplicationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (Services.Any(static service => service.ServiceType == typeof(IReplicatedLog))) throw new InvalidOperationException("The event streams have a replicated log already: there can be only one.");
        var options = new ReplicationOptions();
        configure?.Invoke(options);
        options.Validate();
        Services.AddSingleton(options);
        Services.AddSingleton(log);
        Services.AddSingleton<IHostedService>(static provider => new ReplicationService(provider.GetRequiredService<EventStreamHub>()));
        return this;
    }

    /// <summary>Registers a stream. Generated code calls it for each that an assembly declares.</summary>
    /// <param name="definition">The stream.</param>
    public void Add(StreamDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Services.AddSingleton(definition);
    }

    /// <summary>Registers the runtime. Generated code calls it, and then registers the streams of its own assembly and of the libraries it references.</summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configure">Changes the options, in the order of the calls.</param>
    /// <param name="definitions">The streams the assembly declares.</param>
    public static EventStreamsBuilder Create(IServiceCollection services, Action<EventStreamOptions>? configure, params ReadOnlySpan<StreamDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(services);
        foreach (var definition in definitions) services.AddSingleton(definition);

        var options = OptionsOf(services);
        configure?.Invoke(options);
        if (!Has(services, typeof(EventStreamHub)))
        {
            SocketListenerFactory.Register(services);
            services.Configure<SocketTransportOptions>(static transport => transport.Backlog = Math.Max(transport.Backlog, AcceptBacklog));
            services.Configure<HostOptions>(host => host.ShutdownTimeout = LeaveTime(host.ShutdownTimeout, options));
            services.AddSingleton(static provider => CreateHub(provider));
            services.AddSingleton<IHostedService>(static provider =>
                new DrainService(provider.GetRequiredService<EventStreamHub>(), provider.GetRequiredService<IHostApplicationLifetime>()));
        }

        return new EventStreamsBuilder(services);
    }

    private static bool Has(IServiceCollection services, Type type)
    {
        foreach (var service in services)
            if (service.ServiceType == type) return true;
        return false;
    }

    /// <summary>One instance for all calls, found again among the services: closing generic options types at run time would cost a native binary part of its start.</summary>
    private static EventStreamOptions OptionsOf(IServiceCollection services)
    {
        foreach (var service in services)
            if (service.ServiceType == typeof(EventStreamOptions) && service.ImplementationInstance is EventStreamOptions existing) return existing;

        var options = new EventStreamOptions();
        services.AddSingleton(options);
        return options;
    }

    /// <summary>A host that waits less than a drain takes would cut off those whose turn has not come.</summary>
    private static TimeSpan LeaveTime(TimeSpan shutdown, EventStreamOptions options)
    {
        var needed = options.DrainWindow + options.DrainTimeout + TimeSpan.FromSeconds(5);
        return options.DrainWindow == TimeSpan.Zero || shutdown == Timeout.InfiniteTimeSpan || shutdown > needed ? shutdown : needed;
    }

    private static EventStreamHub CreateHub(IServiceProvider provider) => new(
        provider.GetServices<StreamDefinition>(),
        provider.GetRequiredService<EventStreamOptions>(),
        provider.GetService<TimeProvider>() ?? TimeProvider.System,
        provider.GetService<IMeterFactory>(),
        provider.GetService<ILoggerFactory>(),
        provider.GetService<IReplicatedLog>(),
        provider.GetService<ReplicationOptions>());
}
