using System.Text.Json;
using System.Text.Json.Nodes;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The server's page in Chromium, used as somebody with a mouse, a keyboard or a screen reader would: elements go by role, label and name. One browser for all tests of a class.</summary>
public sealed class LivePage : IAsyncDisposable
{
    private readonly NodeClient _browser = NodeClient.Start("page.mjs");

    /// <summary>Opens the page, as a new visitor.</summary>
    public Task GoAsync(string url, string scheme = "light", int width = 1280, int height = 900) =>
        DoAsync("open", ("url", url), ("scheme", scheme), ("width", width), ("height", height));

    public Task ClickAsync(string role, string name) => DoAsync("click", ("role", role), ("name", name));

    public Task FillAsync(string label, string text) => DoAsync("fill", ("label", label), ("text", text));

    /// <summary>Types a topic and watches it, until the page says that it is live.</summary>
    public async Task WatchAsync(string topic)
    {
        await FillAsync("Topic", topic);
        await ClickAsync("button", "Watch");
        await UntilAsync("#state-text", text => text.StartsWith("Live", StringComparison.Ordinal));
    }

    public Task PressAsync(string key) => DoAsync("press", ("key", key));

    public Task TypeAsync(string text) => DoAsync("type", ("text", text));

    public Task ScreenshotAsync(string name) =>
        DoAsync("screenshot", ("file", Path.Combine(Directory.CreateDirectory(Path.Combine(NativeBinary.RepositoryRoot, "artifacts", "screenshots")).FullName, name)), ("whole", true));

    public Task<JsonElement> EvaluateAsync(string script) => DoAsync("evaluate", ("script", script));

    /// <summary>The text of the first element that a selector finds, as it is shown.</summary>
    public async Task<string> TextAsync(string selector) =>
        (await EvaluateAsync($"document.querySelector({JsonSerializer.Serialize(selector)})?.innerText ?? ''")).GetString()!;

    /// <summary>The data of the events that are shown, newest first.</summary>
    public async Task<string[]> DataAsync() =>
        [.. (await EvaluateAsync("[...document.querySelectorAll('.event .data')].map(data => data.textContent)")).EnumerateArray().Select(data => data.GetString()!)];

    public Task<string> UntilAsync(string selector, Func<string, bool> accept) =>
        Deadline.UntilAsync(() => TextAsync(selector), accept, Deadline.Usual, $"the text of {selector}");

    public Task<string> UntilAsync(string selector, string text) => UntilAsync(selector, shown => shown == text);

    public Task<string[]> UntilDataAsync(params string[] newestFirst) =>
        Deadline.UntilAsync(DataAsync, data => data.SequenceEqual(newestFirst), Deadline.Usual, $"the events {string.Join(" | ", newestFirst)}");

    /// <summary>What the browser has complained of since the last time: errors and warnings of its console, violated policies, failed requests.</summary>
    public async Task<string[]> ComplaintsAsync() => [.. (await DoAsync("complaints")).EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>What keeps people from using the page as it is now, by the rules of axe-core: contrast, names, roles, order.</summary>
    public async Task<string[]> BarriersAsync() => [.. (await DoAsync("barriers")).EnumerateArray().Select(text => text.GetString()!)];

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    private async Task<JsonElement> DoAsync(string command, params (string Name, JsonNode Value)[] arguments)
    {
        var line = new JsonObject { ["do"] = command };
        foreach (var (name, value) in arguments)
            line[name] = value;
        await _browser.SendAsync(line.ToJsonString());
        return (await _browser.NextAsync("done")).GetProperty("value");
    }
}
