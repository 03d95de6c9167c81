using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Transport;

/// <summary>Which transport an app gets, and that its options hold.</summary>
public sealed class ChoiceTests
{
    [Fact]
    public async Task An_app_that_has_chosen_another_transport_keeps_it_and_its_streams()
    {
        await using var app = await TestApp.StartAsync(host: static host => host.ConfigureServices(static services =>
        {
            services.AddSingleton<SocketTransportFactory>();
            services.AddSingleton<IConnectionListenerFactory>(static provider => new Counting(provider.GetRequiredService<SocketTransportFactory>()));
        }));
        await AssertDeliversAsync(app);
        Assert.True(app.Services.GetServices<IConnectionListenerFactory>().OfType<Counting>().Single().Accepted > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_frameworks_transport_is_had_back_by_registering_it_behind_the_streams(bool isRegistered)
    {
        var ours = 0;
        await using var app = await TestApp.StartAsync(
            pipeline: app => app.Use((context, next) =>
            {
                if (context.Features.Get<AotSse.Transport.SocketConnection>() is not null) Interlocked.Increment(ref ours);
                return next(context);
            }),
            last: services =>
            {
                if (isRegistered) services.AddSingleton<IConnectionListenerFactory, SocketTransportFactory>();
            });
        await AssertDeliversAsync(app);
        Assert.Equal(isRegistered ? 0 : 1, ours);
    }

    [Fact]
    public async Task Options_of_the_sockets_hold()
    {
        var bound = 0;
        await using var app = await TestApp.StartAsync(host: host => host.UseSockets(sockets =>
        {
            sockets.NoDelay = false;
            sockets.UnsafePreferInlineScheduling = true;
            sockets.MaxReadBufferSize = null;
            sockets.CreateBoundListenSocket = endpoint =>
            {
                Interlocked.Increment(ref bound);
                return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            };
        }));
        await AssertDeliversAsync(app);
        Assert.Equal(1, bound);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named()
    {
        await using var app = await TestApp.StartAsync();
        var port = app.Client.BaseAddress!.Port;
        var error = await Assert.ThrowsAsync<IOException>(() => TestApp.StartAsync(host: host => host.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port))));
        Assert.Equal($"Failed to bind to address http://127.0.0.1:{port}: address already in use.", error.Message);
    }

    [Fact]
    public async Task A_unix_socket_is_listened_on_and_taken_away_at_the_end()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sock");
        await using (var app = await TestApp.StartAsync(host: host => host.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path))))
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
            await socket.SendAsync(WireClient.Request("GET", "/prices/A"), TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 1, "the stream is open");
            app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
            var received = "";
            var buffer = new byte[1_000];
            while (!received.Contains("\"price\":1}", StringComparison.Ordinal))
                received += System.Text.Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
        }

        Assert.False(File.Exists(path));
    }

    private static async Task AssertDeliversAsync(TestApp app)
    {
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1);
        Assert.Contains("priceChanged", await stream.NextAsync(), StringComparison.Ordinal);
    }

    /// <summary>Somebody else's transport.</summary>
    private sealed class Counting(IConnectionListenerFactory inner) : IConnectionListenerFactory
    {
        public int Accepted;

        public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new Listener(await inner.BindAsync(endpoint, cancellationToken), this);

        private sealed class Listener(IConnectionListener inner, Counting counting) : IConnectionListener
        {
            public EndPoint EndPoint => inner.EndPoint;

            public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
            {
                var connection = await inner.AcceptAsync(cancellationToken);
                Interlocked.Increment(ref counting.Accepted);
                return connection;
            }

            public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
