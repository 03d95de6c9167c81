using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Hosting;

/// <summary>Streams whose time is limited: they end with a last block, on every path.</summary>
public sealed class StreamEndTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    [Theory]
    [InlineData("/prices/A", false)]
    [InlineData("/prices/A", true)]
    [InlineData("/greeted", false)]
    public async Task A_stream_ends_when_its_request_says_so(string path, bool inMemory)
    {
        await using var app = await TestApp.StartAsync(inMemory, _time, Quiet, pipeline: pipeline => pipeline.Use((context, next) =>
        {
            context.EndEventStreamAt(Start.AddSeconds(30));
            context.EndEventStreamAt(Start.AddSeconds(20));
            context.EndEventStreamAt(Start.AddSeconds(25));
            return next(context);
        }));
        await AssertEndsAsync(app, path, after: 19, before: 21);
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/greeted")]
    public async Task A_stream_ends_with_the_authentication_of_its_request(string path)
    {
        await using var app = await TestApp.StartAsync(time: _time, configure: Quiet, pipeline: pipeline => pipeline.Use((context, next) =>
        {
            var ticket = new AuthenticationTicket(new ClaimsPrincipal(), new AuthenticationProperties { ExpiresUtc = Start.AddSeconds(10) }, "test");
            context.Features.Set<IAuthenticateResultFeature>(new Authenticated { AuthenticateResult = AuthenticateResult.Success(ticket) });
            return next(context);
        }));
        await AssertEndsAsync(app, path, after: 9, before: 11);
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/greeted")]
    public async Task No_stream_grows_older_than_the_greatest_age(string path)
    {
        await using var app = await TestApp.StartAsync(time: _time, configure: options =>
        {
            Quiet(options);
            options.MaxAge = TimeSpan.FromSeconds(40);
        });
        await AssertEndsAsync(app, path, after: 29, before: 41);
    }

    [Fact]
    public void Ages_are_spread_between_three_quarters_and_the_whole()
    {
        using var hub = Streams.Hub(_time, options => options.MaxAge = TimeSpan.FromSeconds(100));
        var now = _time.GetTimestamp();
        var ages = Enumerable.Range(0, 1000).Select(_ => _time.GetElapsedTime(now, hub.Connections.EndOf(new DefaultHttpContext())).TotalSeconds).ToList();

        Assert.InRange(ages.Min(), 75, 78);
        Assert.InRange(ages.Max(), 97, 100);
        Assert.InRange(ages.Average(), 85, 90);
    }

    [Fact]
    public void Without_a_limit_a_stream_has_no_end()
    {
        using var hub = Streams.Hub(_time, null);
        Assert.Equal(long.MaxValue, hub.Connections.EndOf(new DefaultHttpContext()));

        var context = new DefaultHttpContext();
        context.EndEventStreamAt(DateTimeOffset.MaxValue);
        Assert.InRange(hub.Connections.EndOf(context), _time.GetTimestamp() + TimeSpan.FromDays(365_000).Ticks, long.MaxValue);
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/greeted")]
    public async Task A_window_spreads_the_ends_of_a_shutdown(string path)
    {
        await using var app = await TestApp.StartAsync(time: _time, configure: options =>
        {
            Quiet(options);
            options.DrainWindow = TimeSpan.FromSeconds(60);
        });
        var streams = new List<Subscription>();
        for (var i = 0; i < 40; i++) streams.Add(await OpenAsync(app, path));

        var stop = app.StopAsync();
        await Eventually.TrueAsync(() => app.Hub.IsDraining, "the hub drains");
        Assert.Equal(40, app.Hub.ConnectionCount);
        for (var second = 0; second < 30; second++) _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount < 35, "about half of them have ended");
        Assert.InRange(app.Hub.ConnectionCount, 5, 35);

        for (var second = 0; second < 31; second++) _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var stream in streams)
        {
            Assert.Matches(@"^retry: \d+\n\n$", await stream.NextAsync());
            Assert.Equal("", await stream.NextAsync());
        }

        await stop.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a stream and reads all that there is to read.</summary>
    private static async Task<Subscription> OpenAsync(TestApp app, string path)
    {
        var stream = await (await app.SubscribeAsync(path)).OpenedAsync();
        if (path == "/greeted") Assert.Equal("data: hello\n\n", await stream.NextAsync());
        return stream;
    }

    /// <summary>Time passes faster than any server works: it must not take that for a client that takes nothing.</summary>
    private static void Quiet(EventStreamOptions options)
    {
        options.Heartbeat = Timeout.InfiniteTimeSpan;
        options.WriteTimeout = TimeSpan.FromHours(1);
    }

    /// <summary>Opens a stream and lets time pass, second by second: it must be there up to a moment, and end by another.</summary>
    private async Task AssertEndsAsync(TestApp app, string path, int after, int before)
    {
        using var stream = await OpenAsync(app, path);
        for (var second = 0; second < after; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, app.Hub.ConnectionCount);
        var last = stream.NextAsync();
        Assert.False(last.IsCompleted);

        for (var second = after; second < before; second++) _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Matches(@"^retry: \d+\n\n$", await last);
        Assert.Equal("", await stream.NextAsync());
    }

    private sealed class Authenticated : IAuthenticateResultFeature
    {
        public AuthenticateResult? AuthenticateResult { get; set; }
    }
}
