using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>Thousands of subscribers, and fifty connections that misbehave.</summary>
public sealed class CrowdTests
{
    private const int Bad = 50;
    private const int Ways = 5;
    private const int Events = 30;

    /// <summary>Above what it was at the start, within a minute of their leaving.</summary>
    private const double SlackMegabytes = 15;

    private static readonly byte[] End = "data: the end\n\n"u8.ToArray();

    /// <summary>With 64 MB of heap too; and what they took is given back.</summary>
    [Theory]
    [InlineData(10_000, "")]
    [InlineData(8_000, "4000000")]
    public async Task Nobody_of_thousands_loses_an_event_while_fifty_misbehave(int subscribers, string heapLimit)
    {
        var environment = new Dictionary<string, string>();
        if (heapLimit.Length > 0) environment["DOTNET_GCHeapHardLimit"] = heapLimit;
        await using var server = await ServerProcess.StartAsync(new() { Environment = environment });

        var before = server.ResidentMegabytes;
        var sockets = new List<Socket>();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var bad = Enumerable.Range(0, Bad).Select(i => MisbehaveAsync(server.Port, i, ended.Token)).ToList();
        try
        {
            for (var i = 0; i < subscribers; i++) sockets.Add(await ConnectAsync(server.Port, "/stream/crowd"));
            await Deadline.UntilAsync(() => server.Publisher.GetAsync("/streams?topic=crowd"), answer => answer.Body.Contains($"\"subscribers\":{subscribers}", StringComparison.Ordinal), TimeSpan.FromSeconds(60), "all are there");
            var reading = sockets.Select(ReadToTheEndAsync).ToList();
            var expected = new StringBuilder();
            for (var i = 0; i < Events; i++) expected.Append(await PublishAsync(server, $"event {i}"));
            expected.Append(await PublishAsync(server, "the end"));

            var received = await Task.WhenAll(reading).Within(TimeSpan.FromSeconds(60), () => $"the end at {reading.Count(static read => !read.IsCompleted)} of {subscribers}");
            Assert.All(received, text => Assert.Equal(expected.ToString(), text));
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
            await ended.CancelAsync();
            await Task.WhenAll(bad);
        }

        Assert.DoesNotContain(server.Errors, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
        await Deadline.UntilAsync(() => Task.FromResult(server.ResidentMegabytes), left => left <= before + SlackMegabytes, TimeSpan.FromMinutes(1), $"at most {before + SlackMegabytes:F1} MB");
    }

    private static async Task<string> PublishAsync(ServerProcess server, string data) =>
        $"id: {(await server.Publisher.PublishAsync("crowd", data)).Id}\ndata: {data}\n\n";

    private static async Task<Socket> ConnectAsync(int port, string path)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(EventStream.Request(path, "localhost")));
        return socket;
    }

    /// <summary>What follows the opening block, without the chunk framing, up to the last event.</summary>
    private static async Task<string> ReadToTheEndAsync(Socket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[2_048];
        while (all.GetBuffer().AsSpan(0, (int)all.Length).IndexOf(End) < 0)
        {
            var read = await socket.ReceiveAsync(buffer);
            if (read == 0) throw new EndOfStreamException(Encoding.UTF8.GetString(all.ToArray()));
            all.Write(buffer, 0, read);
        }

        // The head, the opening block in a chunk, then a chunk for each event.
        var chunks = Encoding.UTF8.GetString(all.ToArray()).Split("\r\n\r\n", 2)[1].Split("\r\n");
        return string.Concat(chunks.Where((_, i) => i % 2 == 1).SkipWhile(static block => block.StartsWith("retry", StringComparison.Ordinal)).Where(static block => block != ":\n\n"));
    }

    /// <summary>Each in a way of its own, over and over: half a head byte by byte, nonsense, a stream that is never read, one that is reset, nothing at all.</summary>
    private static async Task MisbehaveAsync(int port, int way, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested) await MisbehaveOnceAsync(port, way, ended);
    }

    private static async Task MisbehaveOnceAsync(int port, int way, CancellationToken ended)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, ended);
            switch (way % Ways)
            {
                case 0:
                    foreach (var character in "GET /stream/crowd-bad HTTP/1.1\r\nHost: loc")
                    {
                        await socket.SendAsync(new[] { (byte)character }, ended);
                        await Task.Delay(20, ended);
                    }

                    break;
                case 1:
                    await socket.SendAsync(RandomBytes(way, 3_000), ended);
                    await socket.ReceiveAsync(new byte[100], ended);
                    break;
                case 2:
                    await socket.SendAsync(Encoding.ASCII.GetBytes(EventStream.Request("/stream/crowd-bad", "localhost")), ended);
                    await Task.Delay(500, ended);
                    break;
                case 3:
                    await socket.SendAsync(Encoding.ASCII.GetBytes(EventStream.Request("/stream", "localhost")), ended);
                    await Task.Delay(50, ended);
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    break;
                default:
                    await Task.Delay(300, ended);
                    break;
            }
        }
        catch (Exception expected) when (expected is SocketException or OperationCanceledException)
        {
            // The server may end what misbehaves, and the test ends all of it.
        }
    }

    private static byte[] RandomBytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
