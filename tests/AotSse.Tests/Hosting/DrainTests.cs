using System.Net;

namespace AotSse.Tests.Hosting;

public sealed class DrainTests
{
    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/silent")]
    public async Task Open_streams_end_with_a_retry_block_and_the_host_stops(string path)
    {
        await using var app = await TestApp.StartAsync();
        var streams = new List<Subscription>();
        for (var i = 0; i < 20; i++) streams.Add(await (await app.SubscribeAsync(path)).OpenedAsync());
        var stop = app.StopAsync();
        foreach (var stream in streams)
        {
            Assert.Matches(@"^retry: \d+\n\n$", await stream.NextAsync());
            Assert.Equal("", await stream.NextAsync());
        }

        await stop.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(0, app.Hub.ConnectionCount);
    }

    [Fact]
    public async Task New_streams_are_answered_200_retry_and_close()
    {
        await using var app = await TestApp.StartAsync();
        app.Hub.Drain();
        Assert.True(app.Hub.IsDraining);
        foreach (var path in new[] { "/prices/A", "/silent" })
        {
            using var stream = await app.SubscribeAsync(path);
            Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
            Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.ToString());
            Assert.True(stream.Response.Headers.ConnectionClose);
            Assert.Matches(@"^retry: \d+\n\n$", await stream.NextAsync());
            Assert.Equal("", await stream.NextAsync());
        }
    }
}
