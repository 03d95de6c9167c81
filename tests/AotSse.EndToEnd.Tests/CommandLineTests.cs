using System.Net;
using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests;

public sealed class CommandLineTests
{
    private static readonly ServerSettings Nothing = new() { Port = null, Control = null };

    [Fact]
    public async Task The_version_is_printed()
    {
        var run = await Command.RunServerAsync(Nothing with { MoreArguments = ["--version"] });

        Assert.Equal(new Command(0, "aotsse 0.1.0\n", ""), run);
    }

    [Theory]
    [InlineData("--port", "PORT", "4000")]
    [InlineData("--control", "AOTSSE_CONTROL", "http://127.0.0.1:4001")]
    [InlineData("--allowed-origins", "AOTSSE_ALLOWED_ORIGINS", "http://127.0.0.1:{port}")]
    [InlineData("--heartbeat", "AOTSSE_HEARTBEAT", "15")]
    [InlineData("--urls", "ASPNETCORE_URLS", "none")]
    [InlineData("--tls-cert", "AOTSSE_TLS_CERT", "none")]
    [InlineData("--tls-key", "AOTSSE_TLS_KEY", "the file of the certificate")]
    [InlineData("--key", "AOTSSE_KEY", "none")]
    [InlineData("--jwt-key", "AOTSSE_JWT_KEY", "none")]
    [InlineData("--jwks", "AOTSSE_JWKS", "none")]
    [InlineData("--jwt-issuer", "AOTSSE_JWT_ISSUER", "any")]
    [InlineData("--jwt-audience", "AOTSSE_JWT_AUDIENCE", "any")]
    [InlineData("--jwt-skew", "AOTSSE_JWT_SKEW", "30")]
    [InlineData("--jwt-cookie", "AOTSSE_JWT_COOKIE", "aotsse")]
    [InlineData("--anonymous", "AOTSSE_ANONYMOUS", "true without JWT")]
    [InlineData("--allowed-hosts", "AOTSSE_ALLOWED_HOSTS", "none")]
    [InlineData("--max-age", "AOTSSE_MAX_AGE", "0")]
    [InlineData("--drain", "AOTSSE_DRAIN", "0")]
    public async Task The_help_lists_each_option_with_its_variable_and_default(string option, string variable, string byDefault)
    {
        var run = await Command.RunServerAsync(Nothing with { MoreArguments = ["--help"] });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        // An entry is the line that begins with the option and the lines below it that belong to no other.
        var entry = Regex.Match(run.Output, $@"^ *{option}\b.*\n(?: *(?!--)\S.*\n)*", RegexOptions.Multiline).Value;
        Assert.Contains(variable, entry, StringComparison.Ordinal);
        Assert.Contains(byDefault, entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_names_the_variables_that_are_no_options()
    {
        var help = (await Command.RunServerAsync(Nothing with { MoreArguments = ["--help"] })).Output;
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", help, StringComparison.Ordinal);
        Assert.Contains("Logging__LogLevel__Default", help, StringComparison.Ordinal);
    }

    /// <summary>Kubernetes makes the last two for a service named aotsse.</summary>
    [Fact]
    public async Task A_variable_with_a_letter_wrong_is_told()
    {
        var environment = new Dictionary<string, string> { ["AOTSSE_JWTKEY"] = "secret", ["AOTSSE_RETRY"] = "1000", ["AOTSSE_SERVICE_HOST"] = "10.0.0.1", ["AOTSSE_PORT_4000_TCP"] = "tcp://10.0.0.1:4000" };
        await using var server = await ServerProcess.StartAsync(new() { Environment = environment });
        server.Terminate();
        await server.WaitForExitAsync(Deadline.Usual);
        Assert.Equal(["aotsse: AOTSSE_JWTKEY is no setting and does nothing; see aotsse --help"], server.Errors);
    }

    [Fact]
    public async Task It_says_where_it_listens_and_nothing_else()
    {
        await using var server = await ServerProcess.StartAsync();

        Assert.Equal([$"Control on {server.Control}", $"Listening on {server.Port}"], server.Output);
        Assert.Matches(@"\Ahttp://127\.0\.0\.1:[1-9][0-9]*\z", server.Control);
        Assert.NotEqual(server.Port, new Uri(server.Control!).Port);
    }

    [Fact]
    public async Task Settings_come_from_the_environment_too()
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            Port = null,
            Control = null,
            Environment = new Dictionary<string, string> { ["PORT"] = "0", ["AOTSSE_CONTROL"] = "http://127.0.0.1:0" },
        });

        Assert.Equal(0, (await server.Publisher.PublishAsync("a-topic", "x")).Subscribers);
    }

    [Fact]
    public async Task An_option_wins_over_its_variable()
    {
        await using var other = await ServerProcess.StartAsync();
        await using var server = await ServerProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string> { ["PORT"] = $"{other.Port}", ["AOTSSE_CONTROL"] = other.Control! },
        });

        Assert.NotEqual(other.Port, server.Port);
    }

    [Fact]
    public async Task The_public_listener_is_reached_by_both_address_families()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            using var client = new HttpClient();
            var origin = new UriBuilder("http", address.ToString(), server.Port).Uri;
            Assert.Equal("hello!", await client.GetStringAsync(origin, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_empty_control_address_turns_publishing_off(bool byOption)
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            Control = byOption ? "" : null,
            Environment = byOption ? new() : new Dictionary<string, string> { ["AOTSSE_CONTROL"] = "" },
        });

        Assert.Equal([$"Listening on {server.Port}"], server.Output);
    }
}
