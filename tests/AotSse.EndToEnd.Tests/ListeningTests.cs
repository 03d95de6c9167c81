using System.Diagnostics;

namespace AotSse.EndToEnd.Tests;

/// <summary>Where subscribers connect besides a port on all interfaces.</summary>
public sealed class ListeningTests
{
    [Fact]
    public async Task Urls_replace_the_port()
    {
        await using var server = await ServerProcess.StartAsync(new() { Port = null, Environment = Urls("http://127.0.0.1:0") });
        Assert.NotEqual(4000, server.Port);
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        Assert.Equal(1, (await server.Publisher.PublishAsync("a", "x")).Subscribers);
    }

    [Fact]
    public async Task Several_urls_are_all_listened_on()
    {
        await using var server = await ServerProcess.StartAsync(new() { Port = null, MoreArguments = ["--urls", "http://127.0.0.1:0;http://[::1]:0"] });
        Assert.Equal(3, server.Output.Count + (server.Output.Count == 2 ? await WaitForLineAsync(server) : 0));
    }

    [Fact]
    public async Task A_port_wins_over_urls_and_says_so()
    {
        await using var server = await ServerProcess.StartAsync(new() { Environment = Urls("http://127.0.0.1:1") });
        Assert.Contains("ASPNETCORE_URLS is not used, because --port is given", server.Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unix_socket_serves_subscribers()
    {
        var file = Path.Combine(Path.GetTempPath(), $"aotsse-{Guid.NewGuid():N}.sock");
        var start = new ServerSettings { Port = null, MoreArguments = ["--urls", $"http://unix:{file}"] }.CreateProcess();
        using (start)
        {
            start.Start();
            try
            {
                Assert.StartsWith("Control on ", await start.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
                Assert.Equal($"Listening on unix:{file}", await start.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
                using var connection = await RawConnection.ConnectAsync($"unix:{file}");
                using var stream = await EventStream.OpenAsync(connection, "/stream/a", "anything");
                FirstBlock.Parse(await stream.NextBlockAsync());
                Assert.Equal(new Command(0, "", ""), await Command.RunServerAsync(new() { Port = null, MoreArguments = ["healthcheck", "--urls", $"http://unix:{file}"] }));
            }
            finally
            {
                start.Kill();
                await start.WaitForExitAsync(TestContext.Current.CancellationToken);
                File.Delete(file);
            }
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:1/path")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://example.com:80")]
    public async Task A_bad_url_is_named(string url)
    {
        var run = await Command.RunServerAsync(new() { Port = null, Environment = Urls(url) });
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Matches(@"\A[^\n]+\n\z", run.Error);
        Assert.Contains(url, run.Error, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sockets_of_systemd_serve_both_sides()
    {
        await using var server = await StartWithSocketsAsync("public:control", isForServer: true);
        Assert.Equal([$"Control on http://127.0.0.1:{server.SecondPort}", $"Listening on {server.FirstPort}"], server.Lines);
        using var stream = (await EventStream.SubscribeAsync(server.FirstPort, "/stream/a")).Stream;
        Assert.Equal(1, (await new ControlApi($"http://127.0.0.1:{server.SecondPort}").PublishAsync("a", "x")).Subscribers);
        Assert.EndsWith("data: x\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_sockets_of_systemd_speak_tls_to_subscribers()
    {
        using var certificate = new TestCertificate();
        await using var server = await StartWithSocketsAsync("public:control", isForServer: true, "--tls-cert", certificate.CertificateFile, "--tls-key", certificate.KeyFile);
        Assert.Equal("healthy\n", (await Curl.RunAsync("--cacert", certificate.AuthorityFile, $"https://localhost:{server.FirstPort}/healthz")).Output);
        Assert.Equal(0, (await new ControlApi($"http://127.0.0.1:{server.SecondPort}").PublishAsync("a", "x")).Subscribers);
    }

    [Fact]
    public async Task Sockets_meant_for_another_process_are_left_alone()
    {
        await using var server = await StartWithSocketsAsync("public:control", isForServer: false);
        Assert.DoesNotContain($"Listening on {server.FirstPort}", server.Lines);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "evil.example", 403)]
    [InlineData("http://127.0.0.1:0", "LOCALHOST:99", 200)]
    [InlineData("http://127.0.0.1:0", "[::1]", 200)]
    [InlineData("http://127.0.0.1:0", "events.example.com", 200)]
    [InlineData("http://*:0", "evil.example", 200)]
    public async Task A_listener_on_loopback_answers_to_names_of_this_machine_and_those_allowed(string url, string host, int status)
    {
        await using var server = await ServerProcess.StartAsync(new() { Port = null, MoreArguments = ["--urls", url, "--allowed-hosts", "events.example.com"] });
        using var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");
        Assert.Equal(status, (await Answer.ReadAsync(connection)).Status);
    }

    private static Dictionary<string, string> Urls(string urls) => new() { ["ASPNETCORE_URLS"] = urls };

    private static Task<int> WaitForLineAsync(ServerProcess server) => Deadline.UntilAsync(() => Task.FromResult(server.Output.Count - 2), static more => more == 1, Deadline.Usual, "a line for each address");

    /// <summary>Starts the server as systemd does: two listening sockets as file descriptors 3 and 4.</summary>
    private static async Task<Activated> StartWithSocketsAsync(string names, bool isForServer, params string[] arguments)
    {
        const string Script = """
            import os, socket, sys
            sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
            print(*[s.getsockname()[1] for s in sockets], flush=True)
            copies = [os.dup2(os.dup(s.fileno()), 10 + i) for i, s in enumerate(sockets)]
            for i in range(2): os.dup2(10 + i, 3 + i, inheritable=True)
            os.environ.update(LISTEN_FDS="2", LISTEN_FDNAMES=sys.argv[2], LISTEN_PID=str(os.getpid() if sys.argv[3] == "True" else 1))
            os.execv(sys.argv[1], [sys.argv[1]] + sys.argv[4:])
            """;
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("python3", ["-c", Script, NativeBinary.Path, names, isForServer.ToString(), .. isForServer ? Array.Empty<string>() : ["--port", "0", "--control", "http://127.0.0.1:0"], .. arguments])
            {
                RedirectStandardOutput = true,
            },
        };
        process.Start();
        var ports = (await process.StandardOutput.ReadLineAsync().Within(Deadline.Usual, () => "the ports"))!.Split(' ').Select(int.Parse).ToArray();
        var lines = new List<string>();
        while (lines.Count < 2)
            lines.Add(await process.StandardOutput.ReadLineAsync().Within(Deadline.Usual, () => "a line") ?? throw new EndOfStreamException(string.Join('|', lines)));
        return new Activated(process, ports[0], ports[1], lines);
    }

    private sealed record Activated(Process Process, int FirstPort, int SecondPort, IReadOnlyList<string> Lines) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Process.Kill();
            await Process.WaitForExitAsync();
            Process.Dispose();
        }
    }
}
