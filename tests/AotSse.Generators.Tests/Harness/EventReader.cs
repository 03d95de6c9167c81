using System.Net.ServerSentEvents;

namespace AotSse.Generators.Tests.Harness;

/// <summary>A client of a stream that reads with the framework's own parser.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a stream. When this returns the client is subscribed: the first block has come.</summary>
    public static async Task<EventReader> OpenAsync(HttpClient client, string url)
    {
        var response = await client.GetAsync(new Uri(url, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await SkipFirstBlockAsync(stream);
        return new EventReader(response, stream);
    }

    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync());
        return _items.Current;
    }

    public async Task<List<SseItem<string>>> NextAsync(int count)
    {
        var items = new List<SseItem<string>>();
        while (items.Count < count) items.Add(await NextAsync());
        return items;
    }

    /// <summary>The event after which the stream ends.</summary>
    public async Task AssertEndAsync() => Assert.False(await _items.MoveNextAsync());

    public async ValueTask DisposeAsync()
    {
        // Before the enumerator, which waits for what it is reading.
        _response.Dispose();
        await _items.DisposeAsync();
    }

    private static async Task SkipFirstBlockAsync(Stream stream)
    {
        var next = new byte[1];
        for (var breaks = 0; breaks < 2;)
        {
            await stream.ReadExactlyAsync(next, TestContext.Current.CancellationToken);
            breaks = next[0] == '\n' ? breaks + 1 : 0;
        }
    }
}
