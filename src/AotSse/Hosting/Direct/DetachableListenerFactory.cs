using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AotSse.Hosting.Direct;

/// <summary>
/// Stands between Kestrel and its transport. A decorator of the factory and no connection middleware: the app's own
/// <c>ConfigureEndpointDefaults</c> would replace that, and a decorated connection may outlive Kestrel's.
/// </summary>
internal sealed class DetachableListenerFactory(IConnectionListenerFactory transport, KestrelServerOptions options) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Decorates the transports that are registered. Without one, such as under IIS or a test server, streams take the pipe path.</summary>
    public static void Decorate(IServiceCollection services)
    {
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (service.ServiceType != typeof(IConnectionListenerFactory) || service.IsKeyedService) continue;
            if (service.ImplementationInstance is IConnectionListenerFactory instance)
            {
                services[i] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(provider => new DetachableListenerFactory(instance, OptionsOf(provider)));
            }
            else if (service.ImplementationType is { } type)
            {
                services.TryAdd(ServiceDescriptor.Singleton(type, type));
                services[i] = ServiceDescriptor.Singleton<IConnectionListenerFactory>(provider => new DetachableListenerFactory(
                    (IConnectionListenerFactory)provider.GetRequiredService(type), OptionsOf(provider)));
            }
        }
    }

    public bool CanBind(EndPoint endpoint) => (transport as IConnectionListenerFactorySelector)?.CanBind(endpoint) ?? true;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new DetachableListener(await transport.BindAsync(endpoint, cancellationToken).ConfigureAwait(false), options.Limits.MaxConcurrentConnections);

    private static KestrelServerOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value;
}
