using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Tests.Transport;

/// <summary>Requests that have nothing to do with streams: the transport carries them too, as Kestrel's own would.</summary>
public sealed class RequestTests
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string Answer = new('y', 20_000);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(100_000)]
    public async Task Requests_are_answered_in_their_order_however_their_bytes_come(int mostAtOnce)
    {
        await using var app = await StartAsync(static async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            await context.Response.WriteAsync($"[{context.Request.Path.Value} {await reader.ReadToEndAsync()}]");
        });
        var random = new Random(mostAtOnce);
        var requests = new List<byte>();
        var expected = new StringBuilder();
        for (var i = 0; i < 40; i++)
        {
            var body = new string((char)('a' + (i % 26)), random.Next(0, 60));
            requests.AddRange(WireClient.Request("POST", $"/{i}", $"Content-Length: {body.Length}\r\n{(i == 39 ? "Connection: close\r\n" : "")}"));
            requests.AddRange(Encoding.ASCII.GetBytes(body));
            expected.Append(System.Globalization.CultureInfo.InvariantCulture, $"[/{i} {body}]");
        }

        using var client = await WireClient.ConnectAsync(app);
        var bytes = requests.ToArray().AsMemory();
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, random.Next(1, mostAtOnce + 1));
            await client.SendAsync(bytes[..count]);
            bytes = bytes[count..];
        }

        var bodies = (await client.ReadAsync()).Split("HTTP/1.1 200 OK").Skip(1).Select(static answer => Encoding.ASCII.GetString(Unchunk(answer.Split("\r\n\r\n", 2)[1])));
        Assert.Equal(expected.ToString(), string.Concat(bodies));
    }

    [Fact]
    public async Task A_body_waits_at_the_client_until_it_is_read_and_arrives_whole()
    {
        var mayRead = new TaskCompletionSource();
        long sum = 0;
        await using var app = await StartAsync(async context =>
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            await mayRead.Task;
            var buffer = new byte[10_000];
            for (int read; (read = await context.Request.Body.ReadAsync(buffer)) > 0;)
                foreach (var value in buffer.AsSpan(0, read)) sum = (sum * 31) + value;
        });
        var body = new byte[64 * Megabyte];
        new Random(1).NextBytes(body);
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("POST", "/", $"Content-Length: {body.Length}\r\nConnection: close\r\n"));

        // As much as goes until nothing has gone for a while: the kernel's buffers and what Kestrel may hold, no more.
        var sent = 0;
        for (var quiet = 0; quiet < 20; quiet++)
        {
            if (client.SendWithoutWaiting(body.AsSpan(sent)) is > 0 and var more) (sent, quiet) = (sent + more, 0);
            else await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.InRange(sent, Megabyte / 2, 32 * Megabyte);
        mayRead.SetResult();
        await client.SendAsync(body.AsMemory(sent));
        Assert.StartsWith("HTTP/1.1 200 OK", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(body.Aggregate(0L, static (sum, value) => (sum * 31) + value), sum);
    }

    [Fact]
    public async Task An_answer_waits_for_a_client_that_reads_late_and_arrives_whole()
    {
        await using var app = await StartAsync(static async context =>
        {
            context.Response.ContentLength = 1_000L * Answer.Length;
            for (var i = 0; i < 1_000; i++) await context.Response.WriteAsync(Answer);
        });
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("GET", "/", "Connection: close\r\n"));
        await Task.Delay(100, TestContext.Current.CancellationToken); // However far it comes meanwhile.
        var body = (await client.ReadAsync()).Split("\r\n\r\n", 2)[1];
        Assert.Equal(1_000 * Answer.Length, body.Length);
        Assert.Equal(-1, body.AsSpan().IndexOfAnyExcept('y'));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    [InlineData("half-close")]
    public async Task A_client_that_goes_cancels_its_request(string how)
    {
        var (began, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await StartAsync(context =>
        {
            context.RequestAborted.Register(cancelled.SetResult);
            began.SetResult();
            return cancelled.Task;
        });
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("GET", "/"));
        await began.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        if (how == "reset") client.Reset();
        else if (how == "close") client.Dispose();
        else client.Socket.Shutdown(SocketShutdown.Send);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("close")]
    public async Task A_client_that_goes_in_the_middle_of_its_body_fails_who_reads_it(string how)
    {
        var failed = new TaskCompletionSource<Exception>();
        var began = new TaskCompletionSource();
        await using var app = await StartAsync(async context =>
        {
            try
            {
                await context.Request.Body.ReadExactlyAsync(new byte[4]);
                began.SetResult();
                await context.Request.Body.ReadExactlyAsync(new byte[4]);
            }
            catch (Exception gone)
            {
                failed.SetResult(gone);
                throw;
            }
        });
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("POST", "/", "Content-Length: 8\r\n"));
        await client.SendAsync("half"u8.ToArray());
        await began.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        if (how == "reset") client.Reset();
        else client.Dispose();
        var error = await failed.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.IsAssignableFrom<IOException>(error);
        Assert.Empty(app.Errors); // As with Kestrel's transport: a client that leaves is nobody's error.
    }

    [Fact]
    public async Task A_request_that_the_app_aborts_is_reset()
    {
        await using var app = await StartAsync(static async context =>
        {
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("GET", "/"));
        var error = await Assert.ThrowsAsync<SocketException>(() => client.ReadAsync());
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Fact]
    public async Task An_app_finds_addresses_socket_and_a_name_of_its_own_on_each_connection()
    {
        await using var app = await StartAsync(static context => context.Response.WriteAsync(
            $"{context.Connection.RemoteIpAddress} {context.Connection.RemotePort} {context.Connection.LocalPort} {context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket.NoDelay} {context.Connection.Id}"));
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            using var client = await WireClient.ConnectAsync(app);
            await client.SendAsync(WireClient.Request("GET", "/", "Connection: close\r\n"));
            var said = Encoding.ASCII.GetString(Unchunk((await client.ReadAsync()).Split("\r\n\r\n", 2)[1])).Split(' ');
            Assert.Equal(["127.0.0.1", client.LocalPort, app.Client.BaseAddress!.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "True"], said[..^1]);
            Assert.True(ids.Add(said[^1]));
        }
    }

    [Fact]
    public async Task A_server_that_stops_lets_requests_finish()
    {
        var (began, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await StartAsync(async context =>
        {
            began.SetResult();
            await mayEnd.Task;
            await context.Response.WriteAsync("finished");
        });
        using var client = await WireClient.ConnectAsync(app);
        await client.SendAsync(WireClient.Request("GET", "/"));
        await began.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var stopping = app.StopAsync();
        mayEnd.SetResult();
        Assert.Contains("finished", await client.ReadAsync(), StringComparison.Ordinal);
        await stopping;
    }

    private static Task<TestApp> StartAsync(RequestDelegate answer) => TestApp.StartAsync(pipeline: app => app.Run(answer));

    private static byte[] Unchunk(string body)
    {
        var bytes = new List<byte>();
        while (body.Length > 0)
        {
            var line = body.IndexOf("\r\n", StringComparison.Ordinal);
            var size = Convert.ToInt32(body[..line], 16);
            bytes.AddRange(Encoding.Latin1.GetBytes(body.Substring(line + 2, size)));
            body = body[(line + 2 + size + 2)..];
            if (size == 0) break;
        }

        return [.. bytes];
    }
}
