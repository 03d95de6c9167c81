using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>The seed's demo in a real browser: a page of 127.0.0.1 that reads the stream of localhost, so across origins.</summary>
public sealed class ChromiumTests
{
    [Fact]
    public async Task A_page_of_another_origin_receives_in_order_and_comes_back_after_a_restart()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var browser = NodeClient.Start("chromium.mjs", $"{server.Origin}/healthz", $"http://localhost:{server.Port}/stream");
        var page = await SkipComplaintsAsync(browser, "page");
        Assert.Equal((200, "healthy"), (page.GetProperty("status").GetInt32(), page.GetProperty("text").GetString()?.Trim()));

        await AssertFiveFromZeroAsync(browser);
        await server.KillAsync();
        await AssertComingBackAsync(browser);
        await using var again = await ServerProcess.StartAsync(new() { Port = server.Port });

        await AssertFiveFromZeroAsync(browser);
    }

    [Fact]
    public async Task A_browser_comes_back_from_a_drained_server_and_resumes_where_it_was_cut()
    {
        await using var server = await ServerProcess.StartAsync();
        using var relay = new TcpRelay(server.Port);
        await using var browser = NodeClient.Start("chromium.mjs", $"http://127.0.0.1:{relay.Port}/healthz", $"http://127.0.0.1:{relay.Port}/stream/news", "gap", "quote");
        await SkipComplaintsAsync(browser, "page");
        await SkipComplaintsAsync(browser, "open");
        var one = await server.Publisher.PublishAsync("news", "one", "quote");
        var message = await browser.NextAsync("message");
        Assert.Equal(("quote", "one", one.Id.ToString()), Of(message));

        relay.Cut();
        var two = await server.Publisher.PublishAsync("news", "two", "quote");
        await SkipComplaintsAsync(browser, "open");
        Assert.Equal(("quote", "two", two.Id.ToString()), Of(await browser.NextAsync("message")));

        server.Terminate();
        await server.WaitForExitAsync(Deadline.Usual);
        await AssertComingBackAsync(browser);
    }

    private static async Task AssertFiveFromZeroAsync(NodeClient browser)
    {
        await SkipComplaintsAsync(browser, "open");
        for (var i = 0; i < 5; i++)
        {
            var message = await browser.NextAsync("message");
            Assert.Equal(("message", $"hello from server sent events ---- [{i}]", ""), Of(message));
        }
    }

    /// <summary>An error event with the state CONNECTING: with CLOSED the browser would never come back.</summary>
    private static async Task AssertComingBackAsync(NodeClient browser)
    {
        var error = await browser.NextAfterAsync(["console"], "error");
        Assert.Equal(0, error.GetProperty("readyState").GetInt32());
    }

    /// <summary>Passes over what a browser reports of a server without an icon, or that is away: failed tries, and what it logs of them.</summary>
    private static async Task<JsonElement> SkipComplaintsAsync(NodeClient browser, string kind) =>
        await browser.NextAfterAsync(["error", "console"], kind);

    private static (string?, string?, string?) Of(JsonElement message) =>
        (message.GetProperty("type").GetString(), message.GetProperty("data").GetString(), message.GetProperty("lastEventId").GetString());
}
