using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using AotSse.Client.Tests.Streams;
using static AotSse.Client.Tests.Streams.ShopClient;

namespace AotSse.Client.Tests;

/// <summary>What a real server on Kestrel sends, generated clients read: streams of every kind.</summary>
public sealed class TypedStreamTests(RunningShop server) : IClassFixture<RunningShop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Every subscription asks for all that is retained by a position that no log knows, so that what is published before it arrives comes too.
    private const string All = "x";

    [Fact]
    public async Task Events_of_one_stream_arrive_as_their_records()
    {
        var at = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(2));
        server.Shop.PriceChanged("A/B ü?", 410.25m, at);
        server.Shop.Halted("A/B ü?", null, HaltKind.Volatility);

        await using var prices = server.Client.Prices("A/B ü?", All, Cancellation).Read();

        Assert.Equal(GapReason.Unknown, Assert.IsType<PricesEvent.Gap>(await prices.NextAsync()).Info.Reason);
        var price = Assert.IsType<PricesEvent.PriceChanged>(await prices.NextAsync());
        Assert.Equal(("A/B ü?", 410.25m, at), (price.Symbol, price.Price, price.At));
        var halted = Assert.IsType<PricesEvent.Halted>(await prices.NextAsync());
        Assert.Equal(("A/B ü?", (string?)null, HaltKind.Volatility), (halted.Symbol, halted.Reason, halted.Kind));
        Assert.NotNull(price.EventId);
        Assert.NotEqual(price.EventId, halted.EventId);
    }

    [Fact]
    public async Task A_position_is_where_another_client_goes_on()
    {
        for (var i = 1; i <= 3; i++) server.Shop.PriceChanged("resume", i, default);
        string? position;
        await using (var first = server.Client.Prices("resume", All, Cancellation).Read())
        {
            await first.NextAsync();
            position = (await first.NextAsync()).EventId;
        }

        await using var second = server.Client.Prices("resume", position, Cancellation).Read();
        Assert.Equal(2, Assert.IsType<PricesEvent.PriceChanged>(await second.NextAsync()).Price);
    }

    [Fact]
    public async Task Nested_payloads_arrive_whole()
    {
        var id = Guid.NewGuid();
        var order = new Order(id, "a \"note\"\n<>", [new Line("x", 2, 0.5m), new Line("y", -1, 1e-5m)], new() { ["a b"] = [1, 2], ["c"] = [] }, OrderState.Sent);
        server.Shop.OrderChanged(id, order);

        await using var orders = server.Client.Orders(id, All, Cancellation).Read();
        await orders.NextAsync();
        var changed = Assert.IsType<OrdersEvent.OrderChanged>(await orders.NextAsync());
        Assert.Equal(JsonSerializer.Serialize(order), JsonSerializer.Serialize(changed.Order));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(null)]
    public async Task Typed_topics_meet_their_subscribers(int? orders)
    {
        var day = new DateOnly(2026, 2, orders is null ? 3 : 4);
        server.Shop.DayClosed(day, HaltKind.News, orders);

        await using var days = server.Client.Days(day, HaltKind.News, All, Cancellation).Read();
        await days.NextAsync();
        Assert.Equal(orders, Assert.IsType<DaysEvent.DayClosed>(await days.NextAsync()).Orders);
    }

    [Fact]
    public async Task Names_of_the_run_time_and_text_arrive()
    {
        server.Shop.News("flash", "two\nlines");
        server.Shop.News(null, "");
        server.Shop.Named("n", 4);

        await using var news = server.Client.News(All, Cancellation).Read();
        await news.NextAsync();
        Assert.Equal(("flash", "two\nlines"), Names(await news.NextAsync()));
        Assert.Equal(("message", ""), Names(await news.NextAsync()));

        await using var named = server.Client.Named(All, Cancellation).Read();
        await named.NextAsync();
        var found = Assert.IsType<NamedEvent.Named>(await named.NextAsync());
        Assert.Equal(("n", 4), (found.EventName, found.Number));

        static (string, string) Names(NewsEvent e) => Assert.IsType<NewsEvent.News>(e) is var n ? (n.EventName, n.Text) : default;
    }

    [Fact]
    public async Task Bytes_raw_json_and_what_a_context_writes_arrive()
    {
        server.Shop.Bytes("ä\nb"u8.ToArray());
        server.Shop.ParcelSent(new Weight(250), JsonElement.Parse("[1,2]"), "{\"a\":[null]}"u8.ToArray());

        await using var bytes = server.Client.Bytes(All, Cancellation).Read();
        await bytes.NextAsync();
        Assert.Equal("ä\nb", Encoding.UTF8.GetString(Assert.IsType<BytesEvent.Bytes>(await bytes.NextAsync()).Utf8.Span));

        await using var parcels = server.Client.Parcels(All, Cancellation).Read();
        await parcels.NextAsync();
        var sent = Assert.IsType<ParcelsEvent.ParcelSent>(await parcels.NextAsync());
        Assert.Equal((250, "[1,2]", "{\"a\":[null]}"), (sent.Weight.Grams, sent.Extra.GetRawText(), Encoding.UTF8.GetString(sent.Raw.Span)));
    }

    [Fact]
    public async Task Pull_streams_take_their_arguments_and_give_their_items()
    {
        await using var ticks = server.Pulls.Ticks("Europe/Rome", every: 10, Cancellation).Read();
        Assert.Equal("Europe/Rome 0\nline", await ticks.NextAsync());
        Assert.Equal("Europe/Rome 10\nline", await ticks.NextAsync());

        await using var count = server.Pulls.Count(-3, "noted", Cancellation).Read();
        Assert.Equal(new Line("noted", -3, 0.5m), await count.NextAsync());
        Assert.Equal(new Line("noted", -2, 0.5m), await count.NextAsync());
    }

    [Fact]
    public async Task A_pull_stream_that_ends_is_asked_for_what_follows()
    {
        await using var items = server.Pulls.Items("a/b c", "3", Cancellation).Read();
        for (var i = 4; i < 10; i++)
        {
            var item = await items.NextAsync();
            Assert.Equal(new SseItem<int>(i, "a/b c") { EventId = $"{i}", ReconnectionInterval = item.ReconnectionInterval }, item);
        }
    }

    [Fact]
    public async Task Bad_arguments_are_refused_before_and_after_the_network()
    {
        Assert.Throws<ArgumentException>(() => { _ = server.Client.Prices("..", cancellationToken: Cancellation); });
        Assert.Throws<ArgumentException>(() => { _ = server.Client.Prices("", cancellationToken: Cancellation); });

        await using var prices = server.Client.Prices("a\u0001b", cancellationToken: Cancellation).Read();
        var error = await Assert.ThrowsAsync<EventStreamException>(prices.Move);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Contains("The route value 'symbol' is no valid topic", error.Message, StringComparison.Ordinal);
    }
}
