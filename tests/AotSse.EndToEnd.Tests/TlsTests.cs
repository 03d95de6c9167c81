namespace AotSse.EndToEnd.Tests;

/// <summary>TLS by files, with a client that trusts the root alone: the chain must be sent.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificate _certificate = new();

    private string[] Tls => ["--tls-cert", _certificate.CertificateFile, "--tls-key", _certificate.KeyFile];

    public void Dispose() => _certificate.Dispose();

    [Theory]
    [InlineData("--http1.1", "HTTP/1.1 200")]
    [InlineData("--http2", "HTTP/2 200")]
    public async Task Streams_come_by_both_versions_of_http(string version, string status)
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = Tls });
        var lines = await Curl.ReadUntilAsync(
            static line => line == "data: secret", () => server.Publisher.PublishAsync("a/b", "secret"),
            version, "-i", "--cacert", _certificate.AuthorityFile, $"https://localhost:{server.Port}/stream/a/b");

        Assert.StartsWith(status, lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Equals("content-type: text/event-stream", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_drain_ends_streams_over_http2_in_good_order()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = Tls });
        var opened = new TaskCompletionSource();
        var reading = Curl.ReadUntilAsync(
            line => opened.Task.IsCompleted && line.StartsWith("retry:", StringComparison.Ordinal),
            () =>
            {
                if (opened.TrySetResult())
                    server.Terminate();
                return Task.CompletedTask;
            },
            "--http2", "--cacert", _certificate.AuthorityFile, $"https://localhost:{server.Port}/stream/a");
        await reading;
        Assert.Equal(0, await server.WaitForExitAsync(Deadline.Usual));
    }

    [Fact]
    public async Task A_renewed_certificate_is_used_without_a_restart()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = Tls });
        Assert.Equal("hello!", (await GetAsync(server)).Output);
        _certificate.Renew();

        // The client now trusts the new root alone.
        await Deadline.UntilAsync(async () => (await GetAsync(server)).Output, static output => output == "hello!", Deadline.Usual, "the new certificate is used");

        await File.WriteAllTextAsync(_certificate.CertificateFile, "broken", TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(
            async () =>
            {
                Assert.Equal("hello!", (await GetAsync(server)).Output);
                return server.Said();
            },
            static said => said.Contains("cannot be read", StringComparison.Ordinal), Deadline.Usual, "the broken file is told of");
    }

    [Fact]
    public async Task The_control_listener_speaks_tls_too()
    {
        await using var server = await ServerProcess.StartAsync(new() { Control = "https://127.0.0.1:0", MoreArguments = Tls });
        Assert.StartsWith("https://127.0.0.1:", server.Control, StringComparison.Ordinal);
        var published = await Curl.RunAsync("--cacert", _certificate.AuthorityFile, "-d", "x", $"{server.Control}/stream/a");
        Assert.True(published.Output.StartsWith("{\"id\":", StringComparison.Ordinal), published.ToString());
    }

    [Fact]
    public async Task The_health_check_speaks_it()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = Tls });
        var check = await Command.RunServerAsync(new() { Port = server.Port, MoreArguments = [.. Tls, "healthcheck"] });
        Assert.Equal(new Command(0, "", ""), check);
    }

    [Fact]
    public async Task Files_that_are_no_certificate_and_key_are_named()
    {
        await AssertRefusesAsync(_certificate.AuthorityFile, "--tls-cert", _certificate.AuthorityFile, "--tls-key", _certificate.KeyFile);
        await AssertRefusesAsync("/no/such.crt", "--tls-cert", "/no/such.crt", "--tls-key", _certificate.KeyFile);
        await AssertRefusesAsync("--tls-cert", "--tls-key", _certificate.KeyFile);
        await AssertRefusesAsync("--tls-cert", "--tls-cert", "");
        await AssertRefusesAsync("needs a certificate", "--urls", "https://127.0.0.1:0");
    }

    private Task<Command> GetAsync(ServerProcess server) => Curl.RunAsync("--cacert", _certificate.AuthorityFile, $"https://localhost:{server.Port}/");

    private static async Task AssertRefusesAsync(string named, params string[] arguments)
    {
        var run = await Command.RunServerAsync(new() { Port = arguments[0] == "--urls" ? null : 0, MoreArguments = arguments });
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Matches(@"\A[^\n]+\n\z", run.Error);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
    }
}
