using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSse.Tests.Hosting;

/// <summary>The same stream over every way a client may come: the bytes of the events are the same.</summary>
public sealed class PathTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1, false, "1.1")]
    [InlineData(HttpProtocols.Http2, false, "2.0")]
    [InlineData(HttpProtocols.Http1, true, "1.1")]
    [InlineData(HttpProtocols.Http2, true, "2.0")]
    public async Task Events_replay_and_farewell_are_the_same(HttpProtocols protocols, bool tls, string version)
    {
        using var certificate = SelfSigned();
        await using var app = Build(protocols, tls ? certificate : null);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = Client(app, version);
        var prices = app.Services.GetRequiredService<Prices>();

        var epoch = (await prices.Halted("A", "first")).Id.Epoch;
        using var stream = await SubscribeAsync(client, $"/prices/A?lastEventId={epoch}-0");
        Assert.Equal(version, stream.Response.Version.ToString());
        Assert.EndsWith($"id: {epoch}-0\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.Equal($"id: {epoch}-1\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"first\"}}\n\n", await stream.NextAsync());

        for (var i = 2; i < 500; i++)
        {
            await prices.Halted("A", new string('x', i));
            Assert.Equal($"id: {epoch}-{i}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"{new string('x', i)}\"}}\n\n", await stream.NextAsync());
        }

        var stop = app.StopAsync(TestContext.Current.CancellationToken);
        Assert.Matches(@"^retry: \d+\n\n$", await stream.NextAsync());
        Assert.Equal("", await stream.NextAsync());
        await stop.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static WebApplication Build(HttpProtocols protocols, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        builder.Services.AddSingleton<IGreeter, Greeter>();
        builder.Services.AddEventStreams();
        var app = builder.Build();
        app.MapEventStreams();
        return app;
    }

    private static HttpClient Client(WebApplication app, string version) => new(new SocketsHttpHandler
    {
#pragma warning disable CA5359 // The certificate was made a moment ago, by this test.
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    {
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()),
        DefaultRequestVersion = new Version(version),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(30),
    };

    private static async Task<Subscription> SubscribeAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new Subscription(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
