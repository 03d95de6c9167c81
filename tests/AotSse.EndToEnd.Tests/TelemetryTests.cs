using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AotSse.EndToEnd.Tests;

/// <summary>Traces, OTLP and logs.</summary>
public sealed class TelemetryTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("http/protobuf", HttpProtocols.Http1, "/v1/metrics", "/v1/traces", "application/x-protobuf")]
    [InlineData("grpc", HttpProtocols.Http2, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "application/grpc")]
    public async Task Meters_and_traces_go_to_a_collector(string protocol, HttpProtocols listens, string metrics, string traces, string type)
    {
        await using var collector = await Collector.StartAsync(listens);
        await using var server = await ServerProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
                ["OTEL_SERVICE_NAME"] = "the-sidecar",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            },
        });
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        await PublishTracedAsync(server);

        await collector.ReceivedAsync(metrics, type, "the-sidecar", "aotsse.deliveries", "aotsse.subscribers", "kestrel.active_connections", "dotnet.gc.collections");
        await collector.ReceivedAsync(traces, type, "the-sidecar", "POST /stream/{**topic}", Encoding.Latin1.GetString(Convert.FromHexString(Trace)));
    }

    [Fact]
    public async Task A_collector_that_is_away_harms_nobody()
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1", ["OTEL_METRIC_EXPORT_INTERVAL"] = "50" },
        });
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        for (var i = 0; i < 20; i++)
        {
            await server.Publisher.PublishAsync("a", $"{i}");
            Assert.EndsWith($"data: {i}\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
        }

        server.Terminate();
        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_trace_of_a_publisher_reaches_subscribers_where_it_is_asked_for(bool isAsked)
    {
        await using var server = await ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["AOTSSE_TRACE_CONTEXT"] = isAsked ? "true" : "false" } });
        await using var browser = NodeClient.Start("subscribe.mjs", "npm", $"{server.Origin}/stream/a");
        await browser.NextAsync("open");
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        await PublishTracedAsync(server);

        Assert.Matches(isAsked ? $@"\Aid: [^\n]+\ntraceparent: 00-{Trace}-[0-9a-f]{{16}}-0[01]\ndata: x\n\n\z" : @"\Aid: [^\n]+\ndata: x\n\n\z", await stream.NextBlockAsync());
        Assert.Equal("x", (await browser.NextAsync("message")).GetProperty("data").GetString());
    }

    [Theory]
    [InlineData("Debug", true)]
    [InlineData("Information", false)]
    public async Task A_stream_logs_a_line_when_it_opens_and_when_it_ends_and_never_its_token(string level, bool logs)
    {
        await using var server = await ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["Logging__LogLevel__AotSse"] = level } });
        using (var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a?token=very-secret&lastEventId=there-7")).Stream)
            Assert.Equal(1, (await server.Publisher.PublishAsync("a", "x")).Subscribers);
        await Deadline.UntilAsync(() => server.Publisher.PublishAsync("a", "x"), static published => published.Subscribers == 0, Deadline.Usual, "the client has gone");
        server.Terminate();
        await server.WaitForExitAsync(Deadline.Usual);

        var lines = server.Errors.Where(line => line.Contains("Stream", StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(server.Errors, line => line.Contains("very-secret", StringComparison.Ordinal));
        if (!logs)
        {
            Assert.Empty(lines);
            return;
        }

        Assert.Equal(2, lines.Count);
        Assert.Matches(@"dbug: AotSse\.Streams\[1\] Stream (\S+) of /stream/\{\*\*topic\} opened for 127\.0\.0\.1 behind there-7\.", lines[0]);
        Assert.Matches(@"dbug: AotSse\.Streams\[2\] Stream (\S+) of /stream/\{\*\*topic\} ended: Client\.", lines[1]);
    }

    /// <summary>At the level that tells most, in requests that can be read and in those that cannot.</summary>
    [Fact]
    public async Task No_way_to_write_a_token_brings_it_into_the_log()
    {
        const string Secret = "eyJhbGciOi-very-secret";
        var token = Jwt.Hs256(Jwt.Claims("a"));
        await using var server = await ServerProcess.StartAsync(new()
        {
            MoreArguments = ["--jwt-key", Jwt.SharedKey],
            Environment = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Trace" },
        });
        string[] ways = [$"token={token}", $"TOKEN={token}", $"%74oken={token}", $"tok%65n={token}"];
        foreach (var way in ways)
            using (await EventStream.OpenAsync(server.Port, $"/stream/a?{way}")) { }

        string[] requests =
        [
            $"GET /stream/a?ticket={Secret} HTTP/1.1\r\nHost: localhost\r\n",
            $"GET /stream/a?x=1&%54%49%43%4b%45%54={Secret} HTTP/1.1\r\nHost: localhost\r\n",
            $"GET /stream/a?token='{Secret} HTTP/1.1\r\nHost: localhost\r\n",
            $"GET /stream/a?token=\"{Secret} HTTP/1.1\r\nHost: localhost\r\n",
            $"GET /nothing?token={Secret} HTTP/1.1\r\nHost: localhost\r\n",
            $"GET /stream/a?token={Secret}\r\nHost: localhost\r\n",
            $"GET /stream/a?token={Secret} HTTP/9.9\r\nHost: localhost\r\n",
            $"GET /stream/a HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer {Secret}\r\n",
            $"GET /stream/a HTTP/1.1\r\nHost: localhost\r\nCookie aotsse={Secret}\r\n",
            $"GET /stream/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Secret}\r\nCookie: aotsse={Secret}\r\n",
        ];
        foreach (var request in requests)
        {
            using var connection = await RawConnection.ConnectAsync(server.Port);
            await connection.SendAsync(request + "\r\n");
            Assert.InRange((await ResponseHead.ReadAsync(connection)).Status, 400, 505);
        }

        server.Terminate();
        await server.WaitForExitAsync(Deadline.Usual);
        Assert.Contains(server.Errors, static line => line.Contains("token=***", StringComparison.Ordinal));
        Assert.Contains(server.Errors, static line => line.Contains("Invalid request header: ***", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Errors, line => line.Contains(Secret, StringComparison.Ordinal) || line.Contains(token, StringComparison.Ordinal));
    }

    private static async Task PublishTracedAsync(ServerProcess server)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Control}/stream/a")) { Content = new StringContent("x") };
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-b7ad6b7169203331-01");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json"));
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)response.StatusCode);
    }
}
