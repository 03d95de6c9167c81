using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Transport;

/// <summary>The moment at which a connection leaves Kestrel, and its life after that.</summary>
public sealed class HandoverTests
{
    private const int Limit = 50;

    [Fact]
    public async Task Clients_that_go_at_any_moment_leave_nothing_behind()
    {
        await using var app = await TestApp.StartAsync(host: static host => host.ConfigureKestrel(static kestrel => kestrel.Limits.MaxConcurrentConnections = Limit));
        var random = new Random(7);
        for (var round = 0; round < 100; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, Limit / 2).Select(i => ComeAndGoAsync(app, random.Next(0, 3_000), i)));
            app.Services.GetRequiredService<Prices>().PriceChanged("A", round);
        }

        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "nobody is there");

        // Were one of the two and a half thousand still counted as open, not all of these would be let in.
        var served = new List<Subscription>();
        await Eventually.TrueAsync(
            () =>
            {
                try
                {
                    served.Add(app.SubscribeAsync("/prices/A").GetAwaiter().GetResult());
                }
                catch (HttpRequestException)
                {
                    // The last of them are just being closed.
                }

                return served.Count == Limit;
            },
            "there is room for as many as before");
        served.ForEach(static stream => stream.Dispose());
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_client_that_floods_its_stream_costs_nobody_an_event_and_is_noticed_when_it_goes()
    {
        await using var app = await TestApp.StartAsync();
        var prices = app.Services.GetRequiredService<Prices>();
        using var good = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        var flooding = new List<WireClient>();
        var junk = new byte[100_000];
        for (var i = 0; i < Environment.ProcessorCount * 4; i++)
        {
            flooding.Add(await WireClient.ConnectAsync(app));
            await flooding[i].SendAsync(WireClient.Request("GET", "/prices/A"));
        }

        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == flooding.Count + 1, "all are there");
        var sent = 0L;
        for (var i = 0; i < 200; i++)
        {
            foreach (var client in flooding) sent += client.SendWithoutWaiting(junk);
            prices.PriceChanged("A", i);
            Assert.Contains($"\"price\":{i}}}", await good.NextAsync(), StringComparison.Ordinal);
        }

        Assert.True(sent > 10 * junk.Length, "What they send is not even received.");
        flooding.ForEach(static client => client.Dispose());
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "they are gone");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task What_comes_behind_the_request_is_nobodys_request(int times)
    {
        var paths = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var app = await TestApp.StartAsync(pipeline: app => app.Use((context, next) =>
        {
            paths.Add(context.Request.Path);
            return next(context);
        }));
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("GET", "/prices/A"));
        var sending = client.SendAsync(Enumerable.Repeat(WireClient.Request("GET", "/other"), times).SelectMany(static other => other).ToArray());
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "the stream is open");
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        var received = "";
        while (!received.Contains("\"price\":1}", StringComparison.Ordinal)) received += await client.ReadAsync(1);
        await sending;
        Assert.Equal(["/prices/A"], paths);
        Assert.Equal(1, received.Split("HTTP/1.1").Length - 1);
        client.Dispose();
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "it is gone");
    }

    private static async Task ComeAndGoAsync(TestApp app, int spin, int way)
    {
        try
        {
            using var client = await WireClient.ConnectAsync(app);
            await client.SendAsync(WireClient.Request("GET", "/prices/A"));
            Thread.SpinWait(spin);
            if (way % 2 == 0) client.SendWithoutWaiting("GET / HTTP/1.1\r\n"u8);
            if (way % 3 == 0) client.Reset();
            else if (way % 3 == 1) client.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Those of the round before are still being closed: one too many.
        }
    }
}
