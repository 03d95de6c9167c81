using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AotSse.Client.Tests.Streams;
using static AotSse.Client.Tests.Streams.ShopClient;

namespace AotSse.Client.Tests;

/// <summary>A real server behind a cable that is cut again and again: nothing is lost, nothing comes twice, and what is lost is said.</summary>
public sealed class DroppedConnectionTests(RunningShop server) : IClassFixture<RunningShop>
{
    [Fact]
    public async Task Every_event_arrives_once_and_in_order_over_cut_connections()
    {
        const int events = 300;
        using var cable = new Cable(server.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cable.Port}/") };
        var reconnects = 0;
        var client = new ShopClient(http, new EventStreamClientOptions { Retry = TimeSpan.FromMilliseconds(1), MaxRetry = TimeSpan.FromMilliseconds(20), Reconnecting = _ => reconnects++ });
        await using var numbers = client.Named(cancellationToken: TestContext.Current.CancellationToken).Read();

        // The first event proves that the client is subscribed; until then it is published again.
        var move = numbers.Move();
        while (!move.IsCompleted)
        {
            server.Shop.Named(null, 0);
            await Task.WhenAny(move, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.True(await move);
        for (var i = 1; i <= events; i++)
        {
            server.Shop.Named(null, i);
            if (i % 30 == 0) cable.Cut();
        }

        var next = 1;
        while (next <= events)
        {
            var number = Assert.IsType<NamedEvent.Named>(await numbers.NextAsync()).Number;
            if (number == 0 && next == 1) continue;
            Assert.Equal(next++, number);
            if (next % 50 == 0) cable.Cut();
        }

        Assert.InRange(reconnects, 1, 1000);
    }

    [Fact]
    public async Task What_is_no_longer_retained_is_a_gap()
    {
        server.Shop.PriceChanged("gap", 1, default);
        await using var first = server.Client.Prices("gap", "x", TestContext.Current.CancellationToken).Read();
        await first.NextAsync();
        var position = (await first.NextAsync()).EventId;

        // Events that were offered to nobody yet may be kept beyond the retention: those before the last have been.
        for (var i = 2; i <= 49; i++) server.Shop.PriceChanged("gap", i, default);
        for (var i = 2; i <= 49; i++) await first.NextAsync();
        server.Shop.PriceChanged("gap", 50, default);
        await using var second = server.Client.Prices("gap", position, TestContext.Current.CancellationToken).Read();
        var gap = Assert.IsType<PricesEvent.Gap>(await second.NextAsync());
        var oldest = Assert.IsType<PricesEvent.PriceChanged>(await second.NextAsync());
        Assert.Equal(new GapInfo(position, oldest.EventId, GapReason.Evicted), gap.Info);
        Assert.Equal(31, oldest.Price);
    }

    /// <summary>Passes bytes on between a client and the server, until it is cut; new connections are let in again.</summary>
    private sealed class Cable : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly ConcurrentBag<Socket> _open = [];
        private readonly int _target;

        public Cable(int target)
        {
            _target = target;
            _listener.Start();
            _ = AcceptAsync();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Cut()
        {
            // Close(0) is a reset.
            while (_open.TryTake(out var socket)) socket.Close(timeout: 0);
        }

        public void Dispose()
        {
            _listener.Dispose();
            Cut();
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptSocketAsync();
                    var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    await server.ConnectAsync(IPAddress.Loopback, _target);
                    _open.Add(client);
                    _open.Add(server);
                    _ = PassAsync(client, server);
                    _ = PassAsync(server, client);
                }
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                // The only way this loop ends: Dispose closed the listener.
            }
        }

        private static async Task PassAsync(Socket from, Socket to)
        {
            var buffer = new byte[4096];
            try
            {
                for (int count; (count = await from.ReceiveAsync(buffer)) > 0;) await to.SendAsync(buffer.AsMemory(0, count));
                to.Shutdown(SocketShutdown.Send);
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                // Cut, or closed by one of the two, which then shows to the other as it would on a network.
                to.Dispose();
            }
        }
    }
}
