using AotSse.Client.Tests.Payloads;
using AotSse.Client.Tests.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSse.Client.Tests.Support;

/// <summary>The shop's server on Kestrel, on a port that the system picks.</summary>
public sealed class RunningShop : IAsyncLifetime
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    public RunningShop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddEventStreams(options => options.Retry = TimeSpan.FromMilliseconds(20));
        _app = builder.Build();
        _app.MapEventStreams();
    }

    internal Shop Shop => _app.Services.GetRequiredService<Shop>();

    internal Stations Stations => _app.Services.GetRequiredService<Stations>();

    internal Shapes Shapes => _app.Services.GetRequiredService<Shapes>();

    internal ShapesClient ShapesClient => new(_http);

    internal Uri Address => new(_app.Urls.Single() + "/");

    internal ShopClient Client => new(_http);

    internal PullsClient Pulls => new(_http);

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _http.BaseAddress = Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
