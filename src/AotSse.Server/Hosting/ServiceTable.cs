using AotSse.Hosting;
using Microsoft.Extensions.Options;

namespace AotSse.Server.Hosting;

/// <summary>
/// The services of this server: instances, and factories that are called when somebody asks first. A container would close generic types and look for constructors by
/// reflection, a third of a start, which no service here needs. Thread-safe.
/// </summary>
/// <param name="services">What is registered; not changed any more.</param>
internal sealed class ServiceTable(IServiceCollection services) : IServiceProvider, IAsyncDisposable
{
    private readonly Lock _gate = new();

    // Guarded by _gate: what factories have made, in the order in which it was made.
    private readonly List<(ServiceDescriptor Registration, object Service)> _made = [];

    /// <summary>The service registered last for a type, or all of one that several register.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public object? GetService(Type serviceType)
    {
        if (serviceType == typeof(IServiceProvider)) return this;
        if (serviceType == typeof(IEnumerable<StreamDefinition>)) return All<StreamDefinition>();
        for (var i = services.Count - 1; i >= 0; i--)
            if (services[i].ServiceType == serviceType) return Resolve(services[i]);
        return null;
    }

    /// <summary>All services of a type, in the order of their registrations.</summary>
    public List<T> All<T>()
    {
        var all = new List<T>();
        foreach (var service in services)
            if (service.ServiceType == typeof(T) && Resolve(service) is T found) all.Add(found);
        return all;
    }

    /// <summary>Options as those who registered something want them.</summary>
    public T Configured<T>(T options) where T : class
    {
        foreach (var configure in All<IConfigureOptions<T>>()) configure.Configure(options);
        return options;
    }

    /// <summary>Disposes what factories have made, the newest first.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _made.Count - 1; i >= 0; i--)
        {
            if (_made[i].Service is IAsyncDisposable waits) await waits.DisposeAsync();
            else (_made[i].Service as IDisposable)?.Dispose();
        }
    }

    private object? Resolve(ServiceDescriptor registration)
    {
        if (registration.ImplementationInstance is { } instance) return instance;
        if (registration.ImplementationFactory is not { } factory) return null;
        if (registration.Lifetime != ServiceLifetime.Singleton) return factory(this);
        lock (_gate)
        {
            foreach (var (known, made) in _made)
                if (ReferenceEquals(known, registration)) return made;
            var service = factory(this);
            _made.Add((registration, service));
            return service;
        }
    }
}
