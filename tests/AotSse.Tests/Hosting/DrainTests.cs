using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task A_host_that_stops_listens_until_the_last_stream_has_ended_and_cuts_off_a_client_that_takes_nothing()
    {
        var time = new FakeTimeProvider();
        await using var app = await TestApp.StartAsync(time: time, configure: options => options.RetainBytes = 64 << 20);
        using var stuck = await app.SubscribeAsync("/prices/A");
        for (var i = 0; i < 400; i++) await app.Services.GetRequiredService<Prices>().Halted("A", new string('x', 60_000));

        var stop = app.StopAsync();
        await Eventually.TrueAsync(() => app.Hub.IsDraining, "the hub drains");
        using (var late = await app.SubscribeAsync("/prices/A"))
        {
            Assert.Matches(@"^retry: \d+\n\n$", await late.NextAsync());
            Assert.Equal("", await late.NextAsync());
        }

        Assert.False(stop.IsCompleted);
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return stop.IsCompleted;
            },
            "the host stops");
        await stop;
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/silent")]
    public async Task An_app_that_is_disposed_without_being_stopped_leaves_no_connection_open(string path)
    {
        Subscription stream;
        await using (var app = await TestApp.StartAsync())
        {
            stream = await (await app.SubscribeAsync(path)).OpenedAsync();
        }

        using (stream)
        {
            try
            {
                while (await stream.NextAsync() != "")
                {
                }
            }
            catch (IOException)
            {
                // Cut off: as good an end as any for who does not wait.
            }
        }
    }

    [Fact]
    public async Task New_streams_are_answered_200_retry_and_close()
    {
        await using var app = await TestApp.StartAsync();
        await app.Hub.DrainAsync();
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
