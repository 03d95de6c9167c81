using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

// Kestrel without a host: no container, no configuration, no logging. The least that a start of it can cost.
var options = new KestrelServerOptions();
options.Listen(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable("PORT")!, CultureInfo.InvariantCulture));
using var server = new KestrelServer(
    Options.Create(options),
    new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
    NullLoggerFactory.Instance);
await server.StartAsync(new Hello(), CancellationToken.None);
await Task.Delay(Timeout.Infinite);

internal sealed class Hello : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        var isStream = context.Get<IHttpRequestFeature>()!.Path == "/stream";
        context.Get<IHttpResponseFeature>()!.Headers.ContentType = isStream ? "text/event-stream" : "text/plain; charset=utf-8";
        var body = context.Get<IHttpResponseBodyFeature>()!.Writer;
        await body.WriteAsync(isStream ? "data: hello from server sent events ---- [0]\n\n"u8.ToArray() : "hello!"u8.ToArray());
        if (isStream) await Task.Delay(Timeout.Infinite, context.Get<IHttpRequestLifetimeFeature>()!.RequestAborted);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
