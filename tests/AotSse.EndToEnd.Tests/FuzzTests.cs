using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>Whatever comes over a socket, for a minute: never a 500, never a crash, and memory stays.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    private const int Clients = 16;
    private const double MostMegabytes = 150;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "PRI", "get", "", "G\0T", "POST\t"];
    private static readonly string[] Paths =
    [
        "/", "/stream", "/stream/a", "/stream/a/b/c", "/stream/%00", "/stream/%FF", "/stream/%2F%2e%2e/x", "/stream/", "/stream?topic=a&topic=b*", "/stream?topic=", "/metrics", "/streams", "/streams?limit=-1",
        "/tickets", "/healthz", "/readyz", "/contracts/openapi.json", "/contracts/client.ts", "*", "http://evil/stream", "//", "/../../etc/passwd", "/stream/a?lastEventId=%0A%0D", "/stream/a?token=x.y.z", "/stream/a?event=%0a", "",
    ];

    private static readonly string[] Headers =
    [
        "Host: localhost", "Host:", "Host: a b", "Content-Length: 5", "Content-Length: -1", "Content-Length: 99999999999999999999", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Expect: 100-continue",
        "Content-Type: application/x-ndjson", "Content-Type: application/json", "Accept: text/event-stream", "Accept: ;;;,,q=", "Last-Event-ID: \u00e4\u00f6", "Last-Event-ID: ", "Idempotency-Key: \"x", "Origin: null", "Origin: http://evil.example",
        "Authorization: Bearer x.y.z", "Cookie: aotsse=;;=", "Connection: upgrade", "Upgrade: websocket", "Connection: close", "Prefer: return=minimal", "traceparent: 00-zz", "X: \0", ": no name", "folded: a\r\n b",
    ];

    private static readonly string[] Bodies = ["", "hello", "{\"data\":1}\n{\"data\":", "{\"topics\":[\"*\"]}", "5\r\nhello\r\n0\r\n\r\n", "FFFFFFFFFFFFFFFF\r\n", "\u0000\uFFFF", "0\r\nX: y\r\n\r\n", "-1\r\n\r\n"];

    private readonly System.Collections.Concurrent.ConcurrentBag<string> _failures = [];

    [Fact]
    public async Task A_minute_of_nonsense_leaves_the_server_as_it_was()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/witness")).Stream;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ended.CancelAfter(Duration);
        var seed = Random.Shared.Next();
        var fuzzing = Enumerable.Range(0, Clients).Select(i => FuzzAsync(i % 2 == 0 ? server.Port : new Uri(server.Control!).Port, new Random(seed + i), ended.Token)).ToList();
        var published = 0;
        for (; fuzzing.Exists(static one => !one.IsCompleted); published++)
        {
            var id = (await server.Publisher.PublishAsync("witness", $"{published}")).Id;
            Assert.Equal($"id: {id}\ndata: {published}\n\n", await NextEventAsync(stream));
            Assert.True(Megabytes(server) < MostMegabytes, $"{Megabytes(server)} MB after {published} events, seed {seed}");
        }

        var statuses = (await Task.WhenAll(fuzzing)).SelectMany(static one => one).GroupBy(static status => status).ToDictionary(static group => group.Key, static group => group.Count());
        var told = $"seed {seed}: {string.Join(", ", statuses)}";
        Assert.True(published > 100, told);
        Assert.True(_failures.IsEmpty, $"{told}\n{string.Join("\n\n", _failures)}\n{server.Said()}");
        Assert.True(statuses.GetValueOrDefault(200) > 100 && statuses.GetValueOrDefault(400) > 100 && statuses.GetValueOrDefault(404) > 10, told);
        Assert.DoesNotContain(server.Errors, static line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
    }

    /// <summary>Request after request, each with a connection of its own, and the statuses that came.</summary>
    private async Task<List<int>> FuzzAsync(int port, Random random, CancellationToken ended)
    {
        var statuses = new List<int>();
        while (!ended.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, ended);
                var request = Request(random);
                await SendAsync(socket, request, random, ended);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ended);
                patience.CancelAfter(random.Next(10, 200));
                var answer = new byte[16];
                var read = 0;
                while (read < 12 && await socket.ReceiveAsync(answer.AsMemory(read), patience.Token) is > 0 and var more) read += more;
                if (read < 12) continue;
                statuses.Add(int.Parse(answer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture));
                if (statuses[^1] >= 500 && statuses[^1] != (int)HttpStatusCode.HttpVersionNotSupported) _failures.Add($"{statuses[^1]} for {Encoding.Latin1.GetString(request)}");
            }
            catch (Exception expected) when (expected is SocketException or OperationCanceledException)
            {
                // The server may end what is no HTTP, and a request that is not finished gets no answer.
            }
        }

        return statuses;
    }

    private static byte[] Request(Random random)
    {
        if (random.Next(20) == 0)
        {
            var noise = new byte[random.Next(1, 20_000)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        var method = random.Next(3) == 0 ? Pick(Methods) : random.Next(2) == 0 ? "GET" : "POST";
        var path = random.Next(15) == 0 ? "/stream/" + new string((char)random.Next('!', '~'), random.Next(1, 20_000)) : Pick(Paths);
        text.Append($"{method} {path} HTTP/{(random.Next(15) == 0 ? "9.9" : "1.1")}\r\n");
        if (random.Next(8) != 0) text.Append("Host: localhost\r\n");
        for (var headers = random.Next(0, 5); headers > 0; headers--) text.Append(Pick(Headers)).Append("\r\n");
        if (random.Next(30) == 0) text.Append("X-Long: ").Append('x', random.Next(1, 60_000)).Append("\r\n");
        if (random.Next(30) == 0)
            for (var many = 0; many < 150; many++) text.Append($"X-{many}: y\r\n");
        var body = random.Next(10) == 0 ? new string('y', random.Next(1, 200_000)) : Pick(Bodies);
        if (method == "POST" && random.Next(2) == 0) text.Append($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        text.Append("\r\n").Append(body);
        return Encoding.UTF8.GetBytes(text.ToString());

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    /// <summary>Whole, in random pieces, or slower and slower.</summary>
    private static async Task SendAsync(Socket socket, byte[] request, Random random, CancellationToken ended)
    {
        var isWhole = random.Next(2) == 0;
        var isSlow = random.Next(10) == 0;
        for (var sent = 0; sent < request.Length;)
        {
            var length = isWhole ? request.Length : Math.Min(request.Length - sent, isSlow ? random.Next(1, 8) : random.Next(1, 4_000));
            sent += await socket.SendAsync(request.AsMemory(sent, length), ended);
            if (isSlow && sent > 100) return;
            if (isSlow) await Task.Delay(5, ended);
        }

        if (random.Next(4) == 0) socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<string> NextEventAsync(EventStream stream)
    {
        string block;
        do block = await stream.NextBlockAsync();
        while (block == ":\n\n");
        return block;
    }

    private static double Megabytes(ServerProcess server) =>
        double.Parse(File.ReadLines($"/proc/{server.Id}/status").Single(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))["VmRSS:".Length..^" kB".Length], System.Globalization.CultureInfo.InvariantCulture) / 1024;
}
