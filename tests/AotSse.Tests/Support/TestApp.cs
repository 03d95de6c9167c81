using System.Net;
using AotSse.Replication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSse.Tests.Support;

/// <summary>An app with the streams of this assembly, on real Kestrel, where push streams leave it, or in memory, where all take the pipe path.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, HttpClient client, ErrorLog errors)
    {
        Errors = errors.Messages;
        _app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    /// <summary>What the app logged as an error.</summary>
    public IReadOnlyCollection<string> Errors { get; }

    public IServiceProvider Services => _app.Services;

    public EventStreamHub Hub => Services.GetRequiredService<EventStreamHub>();

    public static async Task<TestApp> StartAsync(bool inMemory = false, TimeProvider? time = null, Action<EventStreamOptions>? configure = null, Action<WebApplication>? pipeline = null, Action<IWebHostBuilder>? host = null, Action<IEndpointConventionBuilder>? streams = null, IReplicatedLog? log = null, Action<ReplicationOptions>? replication = null, Action<IServiceCollection>? last = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var errors = new ErrorLog();
        builder.Logging.ClearProviders().AddProvider(errors);
        if (inMemory) builder.WebHost.UseTestServer();
        else builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        host?.Invoke(builder.WebHost);
        if (time is not null) builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<IGreeter, Greeter>();
        builder.Services.AddKeyedSingleton<IGreeter, Greeter>("loud");
        var declared = builder.Services.AddEventStreams(configure);
        if (log is not null) declared.UseReplicatedLog(_ => log, replication);
        last?.Invoke(builder.Services);

        var app = builder.Build();
        pipeline?.Invoke(app);
        var mapped = app.MapEventStreams();
        streams?.Invoke(mapped);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var client = inMemory
            ? app.GetTestClient()
            : new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()) };
        client.Timeout = TimeSpan.FromSeconds(30);
        return new TestApp(app, client, errors);
    }

    /// <summary>Opens a stream; the head is there when this returns.</summary>
    public async Task<Subscription> SubscribeAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Subscription(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
