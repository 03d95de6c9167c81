using AotSse.Server.Observability;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Server.Hosting;

/// <summary>What the server calls for each request.</summary>
/// <param name="pipeline">Answers it.</param>
/// <param name="services">The services of the app; no request has any of its own.</param>
/// <param name="watch">Logs and traces it; none when nobody has asked for either.</param>
internal sealed class HttpApplication(RequestDelegate pipeline, IServiceProvider services, RequestWatch? watch) : IHttpApplication<DefaultHttpContext>, IServiceProvidersFeature
{
    IServiceProvider IServiceProvidersFeature.RequestServices
    {
        get => services;
        set => throw new NotSupportedException("A request has no services of its own.");
    }

    /// <summary>A connection keeps its context for its next request.</summary>
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        contextFeatures.Set<IServiceProvidersFeature>(this);
        if (contextFeatures is not IHostContextContainer<DefaultHttpContext> container) return new DefaultHttpContext(contextFeatures);
        if (container.HostContext is not { } context) return container.HostContext = new DefaultHttpContext(contextFeatures);
        context.Initialize(contextFeatures);
        return context;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => watch is null ? pipeline(context) : watch.RunAsync(context, pipeline);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}
