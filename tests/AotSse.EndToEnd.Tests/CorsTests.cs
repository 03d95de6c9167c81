namespace AotSse.EndToEnd.Tests;

public sealed class CorsTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const string AllowOrigin = "Access-Control-Allow-Origin";

    private ServerProcess Server => running.Server;

    [Theory]
    [InlineData("/stream")]
    [InlineData("/stream/a-topic")]
    public async Task A_page_of_this_machine_may_read_by_both_of_its_names(string path)
    {
        var local = $"http://localhost:{Server.Port}";

        Assert.Equal(Server.Origin, await AllowedAsync(Server, path));
        Assert.Equal(Server.Origin, await AllowedAsync(Server, path, $"Origin: {Server.Origin}"));
        Assert.Equal(local, await AllowedAsync(Server, path, $"Origin: {local}"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    public async Task A_foreign_page_is_not_named(string origin) =>
        Assert.NotEqual(origin, await AllowedAsync(Server, "/stream", $"Origin: {origin}"));

    [Fact]
    public async Task Allowed_origins_come_from_the_command_line()
    {
        await using var server = await ServerProcess.StartAsync(new() { AllowedOrigins = "https://one.example,https://two.example" });
        await AssertOnlyTheTwoAsync(server);
    }

    [Fact]
    public async Task Allowed_origins_come_from_the_environment()
    {
        await using var server = await ServerProcess.StartAsync(new()
        {
            Environment = new Dictionary<string, string> { ["AOTSSE_ALLOWED_ORIGINS"] = "https://one.example,https://two.example" },
        });
        await AssertOnlyTheTwoAsync(server);
    }

    /// <summary>The answer depends on who asks, so that a cache must not give one's to another, however few are named.</summary>
    [Fact]
    public async Task Pages_of_the_one_origin_that_is_named_may_send_cookies_and_no_others()
    {
        await using var server = await ServerProcess.StartAsync(new() { AllowedOrigins = "https://one.example" });
        foreach (var (origin, credentials) in new[] { ("https://one.example", "true"), ("https://two.example", null) })
        {
            using var stream = await EventStream.OpenAsync(server.Port, "/stream", $"Origin: {origin}");
            Assert.Equal(credentials, stream.Head["Access-Control-Allow-Credentials"]);
            Assert.Equal("Origin", stream.Head["Vary"]);
        }

        using var own = await EventStream.OpenAsync(Server.Port, "/stream", $"Origin: {Server.Origin}");
        Assert.Null(own.Head["Access-Control-Allow-Credentials"]);
    }

    private static async Task AssertOnlyTheTwoAsync(ServerProcess server)
    {
        Assert.Equal("https://one.example", await AllowedAsync(server, "/stream", "Origin: https://one.example"));
        Assert.Equal("https://two.example", await AllowedAsync(server, "/stream/a-topic", "Origin: https://two.example"));
        Assert.NotEqual(server.Origin, await AllowedAsync(server, "/stream", $"Origin: {server.Origin}"));
    }

    private static async Task<string?> AllowedAsync(ServerProcess server, string path, params string[] headers)
    {
        using var stream = await EventStream.OpenAsync(server.Port, path, headers);
        return stream.Head[AllowOrigin];
    }
}
