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
