using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting.Direct;

/// <summary>Alone in the process: it measures what the whole process allocates.</summary>
[CollectionDefinition(nameof(DeliveryTests), DisableParallelization = true)]
[Collection(nameof(DeliveryTests))]
public sealed class DeliveryTests
{
    private const int Subscribers = 100;

    /// <summary>Less than a topic retains: nobody may be overtaken.</summary>
    private const int AtOnce = 500;

    /// <summary>A million deliveries. The process does other things too, so what it allocates meanwhile is set against that million.</summary>
    [Fact]
    public async Task Deliveries_allocate_nothing()
    {
        const int events = 10_000;
        await using var app = await TestApp.StartAsync(configure: options => options.RetainBytes = 64 << 20);
        var prices = app.Services.GetRequiredService<Prices>();
        using var readers = new Readers(app.Client.BaseAddress!.Port);
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == Subscribers, "all are subscribed");

        // Until the log's segments go round: a topic keeps 1,000 events.
        Publish(events);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Publish(events);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.True(allocated < Subscribers * events / 10, $"{allocated} bytes for {Subscribers * events} deliveries");

        void Publish(int count)
        {
            for (var i = 1; i <= count; i++)
            {
                prices.PriceChanged("A", i);
                if (i % AtOnce == 0) readers.WaitForNext(AtOnce * Subscribers);
            }
        }
    }

    /// <summary>Blocking sockets, one thread, one buffer: readers that allocate nothing themselves.</summary>
    private sealed class Readers : IDisposable
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

        private readonly Socket[] _sockets = new Socket[Subscribers];
        private readonly Thread _thread;
        private int _events;
        private int _expected;
        private volatile bool _stopped;

        public Readers(int port)
        {
            for (var i = 0; i < Subscribers; i++)
            {
                _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _sockets[i].Connect(IPAddress.Loopback, port);
                _sockets[i].Send(Encoding.ASCII.GetBytes("GET /prices/A HTTP/1.1\r\nHost: a\r\n\r\n"));
                _sockets[i].Blocking = false;
            }

            _thread = new Thread(Read) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Waits, without allocating, until that many events more have come in.</summary>
        public void WaitForNext(int events)
        {
            _expected += events;
            var start = TimeProvider.System.GetTimestamp();
            while (Volatile.Read(ref _events) < _expected)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, "The events have not come.");
                Thread.Yield();
            }

            Assert.Equal(_expected, Volatile.Read(ref _events));
        }

        public void Dispose()
        {
            _stopped = true;
            _thread.Join();
            foreach (var socket in _sockets) socket.Dispose();
        }

        private void Read()
        {
            var buffer = new byte[256 * 1024];
            while (!_stopped)
            {
                foreach (var socket in _sockets)
                {
                    var read = socket.Receive(buffer, SocketFlags.None, out var error);
                    if (error != SocketError.Success) continue;

                    // Each event has one name; a frame cut in two by a read is counted by the half with the colon.
                    var events = buffer.AsSpan(0, read).Count((byte)'{');
                    if (events > 0) Interlocked.Add(ref _events, events);
                }
            }
        }
    }
}
