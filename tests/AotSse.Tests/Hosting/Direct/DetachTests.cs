using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting.Direct;

public sealed class DetachTests
{
    [Fact]
    public async Task A_subscriber_leaves_kestrel_at_once_and_still_gets_events()
    {
        // The request is over for the middleware while the stream is open: that is what detached means.
        var finished = 0;
        await using var app = await TestApp.StartAsync(pipeline: app => app.Use(async (context, next) =>
        {
            await next(context);
            Interlocked.Increment(ref finished);
        }));
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref finished) == 1, "the request is over");
        Assert.Equal(1, app.Hub.ConnectionCount);
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        Assert.Contains("priceChanged", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_configures_its_endpoints_itself_keeps_the_direct_path()
    {
        var finished = 0;
        await using var app = await TestApp.StartAsync(
            pipeline: app => app.Use(async (context, next) =>
            {
                await next(context);
                Interlocked.Increment(ref finished);
            }),
            host: host => host.ConfigureKestrel(kestrel =>
            {
                kestrel.ConfigureEndpointDefaults(static _ => { });
                kestrel.ConfigureEndpointDefaults(static _ => { });
            }));
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref finished) == 1, "the request is over");
    }

    [Fact]
    public async Task A_body_that_another_middleware_has_replaced_gets_the_events_through_it()
    {
        ReplacedBody? body = null;
        await using var app = await TestApp.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            body = ReplacedBody.Replace(context);
            return next(context);
        }));
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        Assert.Contains("priceChanged", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.True(body!.WriterUses > 0);
    }

    [Fact]
    public async Task A_connection_that_has_served_other_requests_becomes_a_stream_too()
    {
        await using var app = await TestApp.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var other = await app.Client.GetAsync("/nowhere", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        }

        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        Assert.Contains("priceChanged", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kestrels_limit_on_connections_counts_detached_ones()
    {
        await using var app = await TestApp.StartAsync(host: host => host.ConfigureKestrel(kestrel => kestrel.Limits.MaxConcurrentConnections = 2));
        using var first = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        using (var second = await (await app.SubscribeAsync("/prices/A")).OpenedAsync())
        {
            Assert.False(await IsServedAsync(app));
        }

        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "one has left");
        await Eventually.TrueAsync(() => IsServedAsync(app).GetAwaiter().GetResult(), "its place is free");
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    [InlineData("half-close")]
    public async Task A_client_that_goes_is_noticed_at_once_and_by_nobody_else(string how)
    {
        await using var app = await TestApp.StartAsync();
        using var stays = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        for (var i = 0; i < 20; i++)
        {
            using var goes = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A");
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 2, "it is there");
            if (how == "reset") goes.Reset();
            else if (how == "half-close") goes.CloseSending();
            else goes.Dispose();
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "it is gone");
            app.Services.GetRequiredService<Prices>().PriceChanged("A", i);
            Assert.Contains($"\"price\":{i}}}", await stays.NextAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Way.Direct)]
    [InlineData(Way.Pipe)]
    public async Task A_reset_in_the_middle_of_a_frame_is_noticed_by_nobody_else(Way way)
    {
        await using var app = await way.StartAsync(options => options.RetainBytes = 64 << 20);
        var prices = app.Services.GetRequiredService<Prices>();
        using var stays = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        for (var round = 0; round < 4; round++)
        {
            using var goes = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A", receiveBuffer: 4_096);
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 2, "it is there");
            var large = new string((char)('a' + round), 4_000_000);
            var receipt = await prices.Halted("A", large);
            while (goes.PendingBytes < 50_000) Assert.True(await goes.ReadAsync(10_000));
            goes.Reset();
            Assert.Equal($"id: {receipt.Id}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"{large}\"}}\n\n", await stays.NextAsync());
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "it is gone");
        }

        Assert.Empty(app.Errors);
    }

    private static async Task<bool> IsServedAsync(TestApp app)
    {
        try
        {
            using var client = await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A");
            return await client.ReadAsync(1_000);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false; // Reset: as good an answer as an end.
        }
    }
}
