using System.Net;
using System.Text.Json;

namespace AotSse.Generators.Tests;

/// <summary>Generated endpoints of pull streams, called: where arguments come from, and what bad ones are answered with.</summary>
public sealed class BindingTests(BindingTests.Project fixture) : IClassFixture<BindingTests.Project>
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Net;
        using System.Net.ServerSentEvents;
        using System.Security.Claims;
        using System.Threading.Tasks;
        using AotSse;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public enum Side
        {
            Buy,
            Sell,
        }

        public struct Size
        {
            public string Text;

            public static bool TryParse(string text, out Size size)
            {
                size = new Size { Text = text };
                return text.Length < 3;
            }
        }

        public sealed class Pair
        {
            public string Text = "";

            public static bool TryParse(string? text, IFormatProvider? provider, out Pair? pair)
            {
                pair = text == "bad" ? null : new Pair { Text = text + (provider == System.Globalization.CultureInfo.InvariantCulture) };
                return pair is not null;
            }
        }

        public sealed class Tag : IParsable<Tag>
        {
            public string Text = "";

            public static Tag Parse(string text, IFormatProvider? provider) => new() { Text = text };

            public static bool TryParse(string? text, IFormatProvider? provider, out Tag tag)
            {
                tag = new Tag { Text = "tag " + text };
                return true;
            }
        }

        public sealed partial class Feed(EventStreamHub hub)
        {
            [EventStream("/feed/{market}/{number}")]
            public partial IAsyncEnumerable<string> Watch(
                string market, int number, Side side, decimal? max, IPAddress? from, [FromHeader(Name = "X-Tenant")] string? tenant, [LastEventId] string? cursor,
                HttpContext context, ClaimsPrincipal user, IServiceProvider given, double factor = double.NaN, string currency = "EUR", Side other = Side.Sell);

            public async partial IAsyncEnumerable<string> Watch(
                string market, int number, Side side, decimal? max, IPAddress? from, string? tenant, string? cursor,
                HttpContext context, ClaimsPrincipal user, IServiceProvider given, double factor, string currency, Side other)
            {
                await Task.Yield();
                yield return FormattableString.Invariant($"{market}|{number}|{side}|{max}|{from}|{tenant}|{cursor}|{context.Request.Method}|{user.Identity?.IsAuthenticated}|{context.RequestServices == given}|{factor}|{currency}|{other}");
            }

            [EventStream("/items", Event = "fixed")]
            public static async partial IAsyncEnumerable<SseItem<int?>> Items()
            {
                await Task.Yield();
                yield return new SseItem<int?>(1, "own") { EventId = "a", ReconnectionInterval = TimeSpan.FromSeconds(2) };
                yield return new SseItem<int?>(null);
            }

            [EventStream("/parsed/{version}")]
            public static async partial IAsyncEnumerable<string> Parsed(Version version, Uri? link, Size? size, Pair? pair, Tag? tag)
            {
                await Task.Yield();
                yield return $"{version.Major}|{link}|{size?.Text}|{pair?.Text}|{tag?.Text}";
            }

            [EventStream("/needed")]
            public static async partial IAsyncEnumerable<string> Needed(Uri link, Size size)
            {
                await Task.Yield();
                yield return $"{link.Host}|{size.Text}";
            }

            [EventStream("/orders/{side}/{number}")]
            public partial void Sent(Side side, int number, string text);
        }
        """;

    [Theory]
    [InlineData("/parsed/2.1", "2||||")]
    [InlineData("/parsed/2.1?link=/a%20b&size=s&pair=p&tag=t", "2|/a b|s|pTrue|tag t")]
    [InlineData("/needed?link=https://example.com/x&size=s", "example.com|s")]
    [InlineData("/parsed/x", "The route value 'version' is no valid Version.")]
    [InlineData("/parsed/2.1?size=long", "The query parameter 'size' is no valid Size.")]
    [InlineData("/parsed/2.1?pair=bad", "The query parameter 'pair' is no valid Pair.")]
    [InlineData("/parsed/2.1?link=http://:x", "The query parameter 'link' is no valid Uri.")]
    [InlineData("/needed?size=s", "The query parameter 'link' is missing.")]
    public async Task What_has_a_parser_of_its_own_is_parsed(string address, string expected)
    {
        using var client = fixture.Running.CreateClient();
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            Assert.EndsWith($"data: {expected}\n\n", body, StringComparison.Ordinal);
            return;
        }

        using var problem = JsonDocument.Parse(body);
        Assert.Equal((HttpStatusCode.BadRequest, expected), (response.StatusCode, problem.RootElement.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Arguments_come_from_everywhere()
    {
        using var client = fixture.Running.CreateClient();
        client.DefaultRequestHeaders.Add("X-Tenant", "t");
        client.DefaultRequestHeaders.Add("Last-Event-ID", "e-1");

        await using var reader = await EventReader.OpenAsync(client, "/feed/a%2Fb/7?side=sell&max=1.5&from=::1&factor=2&currency=USD&other=0");

        Assert.Equal("a/b|7|Sell|1.5|::1|t|e-1|GET|False|True|2|USD|Buy", (await reader.NextAsync()).Data);
        await reader.AssertEndAsync();
    }

    [Fact]
    public async Task What_may_be_missing_has_its_default()
    {
        await using var reader = await EventReader.OpenAsync(fixture.Running.Client, "/feed/m/7?side=Buy");

        Assert.Equal("m|7|Buy|||||GET|False|True|NaN|EUR|Sell", (await reader.NextAsync()).Data);
    }

    [Theory]
    [InlineData("/feed/m/x?side=Buy", "number", "The route value 'number' is no valid Int32.")]
    [InlineData("/feed/m/7", "side", "The query parameter 'side' is missing.")]
    [InlineData("/feed/m/7?side=Hold", "side", "The query parameter 'side' is no valid Side: use one of Buy, Sell.")]
    [InlineData("/feed/m/7?side=Buy&max=much", "max", "The query parameter 'max' is no valid Decimal.")]
    [InlineData("/feed/m/7?side=Buy&max=1,5", "max", "The query parameter 'max' is no valid Decimal.")]
    [InlineData("/feed/m/7?side=Buy&factor=1,000", "factor", "The query parameter 'factor' is no valid Double.")]
    [InlineData("/feed/m/7?side=Buy&from=nowhere", "from", "The query parameter 'from' is no valid IPAddress.")]
    [InlineData("/orders/Buy/x", "number", "The route value 'number' is no valid Int32.")]
    [InlineData("/orders/Hold/1", "side", "The route value 'side' is no valid Side: use one of Buy, Sell.")]
    public async Task A_bad_argument_is_answered_with_its_name(string url, string parameter, string detail)
    {
        var response = await fixture.Running.Client.GetAsync(new Uri(url, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(parameter, problem.GetProperty("parameter").GetString());
        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_item_carries_its_own_fields()
    {
        await using var reader = await EventReader.OpenAsync(fixture.Running.Client, "/items");

        var (own, other) = (await reader.NextAsync(), await reader.NextAsync());
        Assert.Equal(("own", "1", "a", TimeSpan.FromSeconds(2)), (own.EventType, own.Data, own.EventId, own.ReconnectionInterval));
        Assert.Equal(("fixed", "null"), (other.EventType, other.Data));
        await reader.AssertEndAsync();
    }

    [Fact]
    public async Task Publisher_and_subscriber_meet_at_a_topic_of_values()
    {
        var feed = fixture.Running.Service("Feed");
        var side = fixture.Running.Assembly.GetType("Side")!;

        await using var reader = await EventReader.OpenAsync(fixture.Running.Client, "/orders/sell/007");
        foreach (var (value, number) in new[] { ("Buy", 7), ("Sell", 8), ("Sell", 7) })
            feed.GetType().GetMethod("Sent")!.Invoke(feed, [Enum.Parse(side, value), number, value + number]);

        Assert.Equal("""{"side":1,"number":7,"text":"Sell7"}""", (await reader.NextAsync()).Data);
    }

    /// <summary>The project, compiled and started once for all tests.</summary>
    public sealed class Project : IAsyncLifetime
    {
        private RunningProject? _running;

        internal RunningProject Running => _running!;

        public async ValueTask InitializeAsync() => _running = await RunningProject.StartAsync(Source);

        public ValueTask DisposeAsync() => _running?.DisposeAsync() ?? default;
    }
}
