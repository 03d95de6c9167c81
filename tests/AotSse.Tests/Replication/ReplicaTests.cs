using AotSse.Replication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Replication;

/// <summary>Apps behind one log, over real sockets.</summary>
public sealed class ReplicaTests
{
    [Fact]
    public async Task Clients_of_all_nodes_get_all_events_in_one_order_with_the_same_ids()
    {
        var log = new SharedLog();
        await using var one = await StartAsync(log.Connect());
        await using var two = await StartAsync(log.Connect());
        using var first = await (await one.SubscribeAsync("/news")).OpenedAsync();
        using var second = await (await two.SubscribeAsync("/news")).OpenedAsync();

        var receipts = new List<PublishReceipt>();
        for (var i = 0; i < 20; i++) receipts.Add(await (i % 2 == 0 ? one : two).Services.GetRequiredService<Prices>().News(null, $"{i}"));

        for (var i = 0; i < 20; i++)
        {
            var block = await first.NextAsync();
            Assert.Equal($"id: {receipts[i].Id}\ndata: {i}\n\n", block);
            Assert.Equal(block, await second.NextAsync());
            Assert.Equal(1, receipts[i].Subscribers);
        }
    }

    [Theory]
    [InlineData("/prices/A")]
    [InlineData("/several?topic=A&topic=B*")]
    public async Task A_client_goes_from_node_to_node_and_misses_nothing_also_where_it_is_ahead(string path)
    {
        var log = new SharedLog();
        var behind = log.Connect();
        await using var one = await StartAsync(log.Connect());
        await using var two = await StartAsync(behind);
        var prices = one.Services.GetRequiredService<Prices>();
        using var probe = await (await two.SubscribeAsync("/prices/A")).OpenedAsync();
        using var first = await (await one.SubscribeAsync(path)).OpenedAsync();

        behind.HoldReading();
        for (var i = 0; i < 3; i++) prices.PriceChanged("A", i);
        var last = "";
        for (var i = 0; i < 3; i++) last = await first.NextAsync();

        // The other node is to learn of these three only now.
        using var second = await two.SubscribeAsync(path, ("Last-Event-ID", IdOf(last)));
        Assert.EndsWith($"\nid: {IdOf(last).Split('@')[0]}\n\n", await second.NextAsync(), StringComparison.Ordinal);
        behind.ResumeReading();
        prices.PriceChanged("A", 99);
        Assert.Contains("\"price\":99", await second.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "/orders/1/buy")]
    [InlineData(true, "/orders/1/buy")]
    [InlineData(false, "/order-books?topic=1/*")]
    public async Task What_a_node_keeps_no_longer_is_served_from_the_log_and_then_goes_on_live(bool inMemory, string path)
    {
        var log = new SharedLog();
        await using var app = await StartAsync(log.Connect(), inMemory);
        var prices = app.Services.GetRequiredService<Prices>();
        await prices.News(null, "somebody else's");
        for (var i = 0; i < 700; i++) await prices.OrderChanged(1, i % 3 == 0 ? Side.Sell : Side.Buy, new Tick("T", i, Side.Buy));

        var expected = Enumerable.Range(0, 700).Where(i => !path.Contains("/buy", StringComparison.Ordinal) || i % 3 != 0).ToList();
        var id = $"{EpochOf(app)}-1"; // Of the news.
        using var stream = await app.SubscribeAsync(path, ("Last-Event-ID", id));
        Assert.EndsWith($"\nid: {id}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        var ids = new List<long>();
        foreach (var i in expected) ids.Add(NumberOf(await stream.NextAsync(), i));
        Assert.Equal(ids.Order().Distinct(), ids);

        await prices.OrderChanged(1, Side.Buy, new Tick("T", 1000, Side.Buy));
        NumberOf(await stream.NextAsync(), 1000);
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task What_the_log_has_forgotten_is_a_gap()
    {
        var log = new SharedLog();
        await using var app = await StartAsync(log.Connect());
        var prices = app.Services.GetRequiredService<Prices>();
        for (var i = 0; i < 20; i++) await prices.OrderChanged(1, Side.Buy, new Tick("T", i, Side.Buy));
        log.Keep(newest: 5);

        using var stream = await app.SubscribeAsync("/orders/1/buy", ("Last-Event-ID", $"{EpochOf(app)}-2"));
        await stream.NextAsync();
        Assert.Matches($$"""^event: gap\ndata: \{"lastEventId":"{{EpochOf(app)}}-2","oldest":"{{EpochOf(app)}}-\d+","reason":"evicted"\}\n\n$""", await stream.NextAsync());
        for (var i = 15; i < 20; i++) NumberOf(await stream.NextAsync(), i);
    }

    [Fact]
    public async Task A_node_that_starts_reads_the_past_back_and_sends_clients_away_until_it_has()
    {
        var log = new SharedLog();
        await using var one = await StartAsync(log.Connect());
        var prices = one.Services.GetRequiredService<Prices>();
        for (var i = 0; i < 10; i++) prices.PriceChanged("A", i);
        var receipt = await prices.Halted("A", null);

        var connection = log.Connect();
        connection.HoldReading();
        await using var two = await StartAsync(connection, ready: false);
        Assert.NotNull(two.Hub.NotReadyReason);
        using var early = await two.SubscribeAsync("/prices/A");
        Assert.Matches(@"^retry: \d+\n\n$", await early.RestAsync());

        connection.ResumeReading();
        await Eventually.TrueAsync(() => two.Hub.NotReadyReason is null, "the node is ready");
        using var stream = await two.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{receipt.Id.Epoch}-0"));
        await stream.NextAsync();
        for (var i = 0; i < 10; i++) Assert.EndsWith($"\"price\":{i}}}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith($"id: {receipt.Id}\n", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_log_clients_stay_and_publishers_are_told_at_once()
    {
        var log = new SharedLog();
        var connection = log.Connect();
        await using var app = await StartAsync(connection, replication: static options => options.MaxBufferedEvents = 5);
        var prices = app.Services.GetRequiredService<Prices>();
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();

        connection.IsReachable = false;
        await Eventually.TrueAsync(() => app.Hub.NotReadyReason == "the replicated log cannot be reached: the log is away", "the node knows why");
        var refused = await Assert.ThrowsAsync<EventPublishException>(() => prices.Halted("A", null).AsTask());
        Assert.False(refused.IsUncertain);
        Assert.Contains("cannot be reached (", refused.Message, StringComparison.Ordinal);

        // Whoever does not wait is buffered, up to a limit.
        for (var i = 0; i < 5; i++) prices.PriceChanged("A", i);
        var full = Assert.Throws<EventPublishException>(() => prices.PriceChanged("A", 5));
        Assert.Contains("5 events", full.Message, StringComparison.Ordinal);
        Assert.False(full.IsUncertain);

        connection.IsReachable = true;
        for (var i = 0; i < 5; i++) Assert.EndsWith($"\"price\":{i}}}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        await Eventually.TrueAsync(() => app.Hub.NotReadyReason is null, "the node is ready again");
        await prices.Halted("A", "well");
        Assert.Contains("\"well\"", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_is_not_confirmed_in_time_is_uncertain()
    {
        var log = new SharedLog();
        var connection = log.Connect();
        await using var app = await StartAsync(connection, replication: static options => options.PublishTimeout = TimeSpan.FromMilliseconds(100));
        var prices = app.Services.GetRequiredService<Prices>();

        connection.IsMute = true;
        connection.HoldReading();
        var before = log.Count();
        var uncertain = await Assert.ThrowsAsync<EventPublishException>(() => prices.Halted("A", null).AsTask());
        Assert.True(uncertain.IsUncertain);
        Assert.Equal(before + 1, log.Count());
    }

    [Fact]
    public async Task A_lost_confirmation_sends_nothing_twice()
    {
        var log = new SharedLog();
        var connection = log.Connect();
        await using var app = await StartAsync(connection);
        var prices = app.Services.GetRequiredService<Prices>();
        using var stream = await (await app.SubscribeAsync("/prices/A")).OpenedAsync();

        connection.IsMute = true;
        for (var i = 0; i < 50; i++) prices.PriceChanged("A", i);
        await Eventually.TrueAsync(() => log.Count() >= 51, "all are stored");
        connection.Break();
        await Eventually.TrueAsync(() => log.Count() >= 101, "all are stored again");
        connection.IsMute = false;
        connection.Break();
        prices.PriceChanged("A", 99); // Kept until the log is there again.

        for (var i = 0; i < 50; i++) Assert.EndsWith($"\"price\":{i}}}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("\"price\":99", await stream.NextAsync(), StringComparison.Ordinal);

        // A client that is served from the log, which holds the copies, gets none of them either.
        using var late = await app.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{EpochOf(app)}-0"));
        await late.NextAsync();
        for (var i = 0; i < 50; i++) Assert.EndsWith($"\"price\":{i}}}\n\n", await late.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("\"price\":99", await late.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_published_into_a_log_that_has_taken_the_place_of_another()
    {
        var log = new SharedLog();
        var connection = log.Connect();
        await using var app = await StartAsync(connection);
        var prices = app.Services.GetRequiredService<Prices>();
        await prices.Halted("A", null);
        var epoch = EpochOf(app);

        log.Replace();
        connection.Break();
        await Eventually.TrueAsync(() => app.Hub.NotReadyReason?.Contains("replaced", StringComparison.Ordinal) == true, "the node has noticed");
        await Assert.ThrowsAsync<EventPublishException>(() => prices.Halted("A", null).AsTask());
        prices.PriceChanged("A", 1);
        Assert.Equal(0, log.Count());

        // Others begin it again, under another epoch.
        await using var other = await StartAsync(log.Connect());
        Assert.NotEqual(epoch, EpochOf(other));
        await Eventually.TrueAsync(() => app.Hub.NotReadyReason?.Contains(EpochOf(other), StringComparison.Ordinal) == true, "the node tells of the other epoch");
        Assert.Equal(1, log.Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_marker_that_went_with_a_deleted_log_is_appended_again(bool othersBegan)
    {
        var time = new FakeTimeProvider();
        var log = new SharedLog();
        var connection = log.Connect();
        connection.HoldReading();
        await using var app = await StartAsync(connection, ready: false, time: time);
        app.Services.GetRequiredService<Prices>().PriceChanged("A", 1); // Waits for the epoch.
        await Eventually.TrueAsync(() => log.Count() == 1, "the marker is stored");

        log.Replace();
        await using var other = othersBegan ? await StartAsync(log.Connect()) : null;
        connection.ResumeReading();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return app.Hub.NotReadyReason is null;
            },
            "the node is ready");
        if (other is not null) Assert.Equal(EpochOf(other), EpochOf(app));
        using var stream = await app.SubscribeAsync("/prices/A", ("Last-Event-ID", $"{EpochOf(app)}-0"));
        await stream.NextAsync();
        Assert.EndsWith("\"price\":1}\n\n", await stream.NextAsync(), StringComparison.Ordinal);
        await app.Services.GetRequiredService<Prices>().Halted("A", "well");
        Assert.Contains("\"well\"", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_holds_on_every_node()
    {
        var log = new SharedLog();
        var slow = log.Connect();
        await using var one = await StartAsync(log.Connect());
        await using var two = await StartAsync(slow);
        using var stream = await (await two.SubscribeAsync("/news")).OpenedAsync();

        // The second node publishes before it has read what the first did.
        slow.HoldReading();
        var first = await PublishOnceAsync(one, "key");
        var second = PublishOnceAsync(two, "key");
        await Eventually.TrueAsync(() => log.Count() == 4, "both are stored behind the markers");
        slow.ResumeReading();
        Assert.Equal(first.Id, (await second).Id);
        Assert.Equal(first.Id, (await PublishOnceAsync(two, "key")).Id);
        var other = await PublishOnceAsync(one, "other");

        Assert.StartsWith($"id: {first.Id}\n", await stream.NextAsync(), StringComparison.Ordinal);
        Assert.StartsWith($"id: {other.Id}\n", await stream.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Topics_are_spread_over_partitions_and_several_of_them_have_no_order()
    {
        var log = new SharedLog(partitions: 4);
        await using var app = await StartAsync(log.Connect());
        var prices = app.Services.GetRequiredService<Prices>();
        var epochs = new HashSet<string>();
        for (var i = 0; i < 40; i++) epochs.Add((await prices.Halted($"T{i}", null)).Id.Epoch);
        Assert.Equal(4, epochs.Count);

        using var response = await app.Client.GetAsync(new Uri("/several?topic=T1", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task At_the_end_what_was_published_is_in_the_log()
    {
        var log = new SharedLog();
        var connection = log.Connect();
        await using var app = await StartAsync(connection);
        connection.IsMute = true;
        for (var i = 0; i < 100; i++) app.Services.GetRequiredService<Prices>().PriceChanged("A", i);
        var stop = app.StopAsync();
        await Eventually.TrueAsync(() => log.Count() == 101, "all are stored");
        Assert.False(stop.IsCompleted);
        connection.IsMute = false;
        connection.Break();
        await stop;
    }

    [Fact]
    public void There_is_one_log_at_the_most()
    {
        var services = new ServiceCollection();
        var builder = EventStreamsBuilder.Create(services, null).UseReplicatedLog(static _ => new SharedLog().Connect());
        Assert.Throws<InvalidOperationException>(() => builder.UseReplicatedLog(static _ => new SharedLog().Connect()));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventStreamsBuilder.Create(new ServiceCollection(), null).UseReplicatedLog(static _ => new SharedLog().Connect(), static options => options.MaxBufferedEvents = 32_769));
    }

    private static async Task<TestApp> StartAsync(IReplicatedLog log, bool inMemory = false, bool ready = true, Action<ReplicationOptions>? replication = null, TimeProvider? time = null)
    {
        var app = await TestApp.StartAsync(inMemory, time, log: log, replication: replication, pipeline: static pipeline =>
        {
            Many.Map(pipeline, "/several", "/prices/{symbol}");
            Many.Map(pipeline, "/order-books", "/orders/{id}/{side}");
        });
        if (ready) await Eventually.TrueAsync(() => app.Hub.NotReadyReason is null, "the node is ready");
        return app;
    }

    private static ValueTask<PublishReceipt> PublishOnceAsync(TestApp app, string key) =>
        app.Hub.PublishOnceAsync("news", key, () => app.Services.GetRequiredService<Prices>().News(null, key));

    private static string EpochOf(TestApp app) => app.Hub.Replica![0].Order.Epoch.Name;

    private static string IdOf(string block) => block.Split('\n').First(static line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];

    private static long NumberOf(string block, int price)
    {
        Assert.Contains($"\"price\":{price},", block, StringComparison.Ordinal);
        return long.Parse(IdOf(block).Split('@')[0].Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
