using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Takes what is sent by OTLP, over HTTP or gRPC, and keeps it as the bytes that came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? Type, string Body)> _received = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<Collector> StartAsync(HttpProtocols protocols)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until something has come to a path that holds all of these texts.</summary>
    public async Task ReceivedAsync(string path, string type, params string[] texts) => await Deadline.UntilAsync(
        () => Task.FromResult(_received.ToArray()),
        all => all.Any(one => one.Path == path && one.Type == type && texts.All(text => one.Body.Contains(text, StringComparison.Ordinal))),
        Deadline.Usual,
        $"{path} with {string.Join(", ", texts)}");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, context.Request.ContentType, Encoding.Latin1.GetString(body.ToArray())));
        context.Response.ContentType = context.Request.ContentType;
        if (context.Request.ContentType != "application/grpc") return;

        // An empty message, and that all went well.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
