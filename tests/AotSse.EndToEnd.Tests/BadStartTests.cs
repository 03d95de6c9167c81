namespace AotSse.EndToEnd.Tests;

/// <summary>A start that cannot succeed: one line on standard error that says what is wrong and what to do, and exit code 2.</summary>
public sealed class BadStartTests
{
    [Fact]
    public async Task A_port_in_use_is_named()
    {
        await using var first = await ServerProcess.StartAsync();

        await AssertRefusesAsync(new() { Port = first.Port }, $"{first.Port}", "--port");
        await AssertRefusesAsync(new() { Control = first.Control }, $"{new Uri(first.Control!).Port}", "--control");
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("--prot", "4000")]
    [InlineData("stray")]
    [InlineData("-x")]
    public Task An_unknown_argument_is_named(params string[] arguments) =>
        AssertRefusesAsync(new() { MoreArguments = arguments }, arguments[0], "--help");

    [Theory]
    [InlineData("abc")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("40 00")]
    [InlineData("4000x")]
    public async Task A_bad_port_is_named(string port)
    {
        await AssertRefusesAsync(new() { Port = null, MoreArguments = ["--port", port] }, port, "--port");
        await AssertRefusesAsync(new() { Port = null, Environment = new Dictionary<string, string> { ["PORT"] = port } }, port, "PORT");
    }

    [Fact]
    public Task An_option_without_its_value_is_named() => AssertRefusesAsync(new() { Port = null, MoreArguments = ["--port"] }, "--port");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:1")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("unix:")]
    public async Task A_bad_control_address_is_named(string control)
    {
        await AssertRefusesAsync(new() { Control = control }, control, "--control");
        await AssertRefusesAsync(
            new() { Control = null, Environment = new Dictionary<string, string> { ["AOTSSE_CONTROL"] = control } }, control, "AOTSSE_CONTROL");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    public Task A_bad_heartbeat_is_named(string heartbeat) =>
        AssertRefusesAsync(new() { MoreArguments = ["--heartbeat", heartbeat] }, heartbeat, "--heartbeat");

    [Theory]
    [InlineData("not an origin")]
    [InlineData("https://one.example/path")]
    public Task A_bad_origin_is_named(string origin) =>
        AssertRefusesAsync(new() { AllowedOrigins = origin }, origin, "--allowed-origins");

    [Theory]
    [InlineData("--max-age", "-1")]
    [InlineData("--max-age", "soon")]
    [InlineData("--drain", "99999")]
    [InlineData("--jwt-skew", "1h")]
    [InlineData("--jwt-cookie", "a b")]
    [InlineData("--anonymous", "yes")]
    [InlineData("--rabbitmq-stream", "amq.mine")]
    [InlineData("--rabbitmq-partitions", "257")]
    [InlineData("--rabbitmq-max-age", "0")]
    [InlineData("--rabbitmq-max-bytes", "999999")]
    public Task A_bad_value_is_named(string option, string value) => AssertRefusesAsync(new() { MoreArguments = [option, value] }, value, option);

    [Theory]
    [InlineData("http://user:secret@127.0.0.1/")]
    [InlineData("amqp://")]
    [InlineData("amqp://127.0.0.1/,secret")]
    public async Task A_bad_broker_is_told_without_its_password(string address)
    {
        var result = await Command.RunServerAsync(new() { Environment = new Dictionary<string, string> { ["AOTSSE_RABBITMQ"] = address } });
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("AOTSSE_RABBITMQ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--jwt-key", "short", "32 bytes")]
    [InlineData("--jwt-key", "", "empty")]
    [InlineData("--jwks", "/no/such/file", "/no/such/file")]
    [InlineData("--jwt-issuer", "https://one.example", "AOTSSE_JWT_KEY")]
    public Task A_lock_that_would_not_hold_is_refused(string option, string value, string told) => AssertRefusesAsync(new() { MoreArguments = [option, value] }, told);

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{\"keys\":5}", "'keys'")]
    [InlineData("[]", "'keys'")]
    [InlineData("{\"keys\":[]}", "no key")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\"},5]}", "AOTSSE_JWKS")]
    public async Task A_file_that_is_no_key_set_is_refused(string text, string told)
    {
        var file = Path.Combine(Path.GetTempPath(), $"aotsse-{Guid.NewGuid():N}.json");
        try
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            await AssertRefusesAsync(new() { MoreArguments = ["--jwks", file] }, file, told);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public Task A_key_and_an_open_door_contradict_each_other() =>
        AssertRefusesAsync(new() { MoreArguments = ["--jwt-key", Jwt.SharedKey, "--anonymous", "true"] }, "--anonymous");

    private static async Task AssertRefusesAsync(ServerSettings settings, params string[] named)
    {
        var run = await Command.RunServerAsync(settings);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Equal("", run.Output);
        Assert.Matches(@"\A[^\n]+\n\z", run.Error);
        Assert.All(named, word => Assert.Contains(word, run.Error, StringComparison.Ordinal));
    }
}
