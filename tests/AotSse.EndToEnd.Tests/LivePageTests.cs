using System.Globalization;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>The page at <c>/</c> in Chromium.</summary>
public sealed class LivePageTests(RunningServer running, LivePage page) : IClassFixture<RunningServer>, IClassFixture<LivePage>
{
    /// <summary>Luminance of a colour as the browser tells it, by its red, green and blue from 0 to 255.</summary>
    private const string Brightness = "(() => { const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number); return (r + g + b) / 3; })()";

    private ServerProcess Server => running.Server;

    [Fact]
    public async Task The_public_page_shows_the_demo_at_once_and_nothing_of_the_topics()
    {
        var topic = RunningServer.NewTopic();
        await Server.Publisher.PublishAsync(topic, "secret");
        await page.GoAsync($"{Server.Origin}/");
        await page.UntilAsync("#state-text", "Live: the demo stream");
        await page.UntilAsync("#count", count => int.Parse(count, CultureInfo.InvariantCulture) >= 2);
        Assert.Equal("hello from server sent events ---- [0]", (await page.DataAsync())[^1]);
        await page.UntilAsync("#rate", "1");

        Assert.DoesNotContain(topic, await page.TextAsync("body"), StringComparison.Ordinal);
        Assert.False((await page.EvaluateAsync("document.getElementById('publish').checkVisibility()")).GetBoolean());
        Assert.Empty(await page.ComplaintsAsync());
    }

    [Fact]
    public async Task A_topic_is_shown_event_by_event_with_time_name_id_and_indented_data()
    {
        var topic = $"orders/{RunningServer.NewTopic()}/x y'&%?#";
        await page.GoAsync($"{Server.Origin}/");
        await page.WatchAsync(topic);
        Assert.StartsWith("#/stream/orders/", (await page.EvaluateAsync("location.hash")).GetString(), StringComparison.Ordinal);
        var escaped = string.Join('/', topic.Split('/').Select(Uri.EscapeDataString));
        var one = await Server.Publisher.PublishAsync(escaped, """{"price":12345678901234567890.10,"of":["a",{}]}""", "state");
        var two = await Server.Publisher.PublishAsync(escaped, "line one\nline <b>two</b>");
        Assert.Equal((1, 1), (one.Subscribers, two.Subscribers));

        await page.UntilDataAsync("line one\nline <b>two</b>", "{\n  \"price\": 12345678901234567890.10,\n  \"of\": [\n    \"a\",\n    {}\n  ]\n}");
        var rows = (await page.EvaluateAsync("[...document.querySelectorAll('.event')].map(row => ['.time', '.name', '.id'].map(part => row.querySelector(part).textContent))")).Deserialize<string[][]>()!;
        Assert.All(rows, row => Assert.Matches(@"\A\d\d:\d\d:\d\d\.\d{3}\z", row[0]));
        Assert.Equal([["message", two.Id.ToString()], ["state", one.Id.ToString()]], rows.Select(row => row[1..]));
        Assert.Equal("2", await page.UntilAsync("#count", "2"));

        await page.ClickAsync("checkbox", "Pretty");
        await page.UntilDataAsync("line one\nline <b>two</b>", """{"price":12345678901234567890.10,"of":["a",{}]}""");
        Assert.Empty(await page.ComplaintsAsync());
    }

    [Fact]
    public async Task A_pattern_shows_each_event_with_its_topic_and_what_is_kept_comes_first_where_wanted()
    {
        var topic = RunningServer.NewTopic();
        await Server.Publisher.PublishAsync($"{topic}/a", "kept");
        await page.GoAsync($"{Server.Origin}/");
        await page.ClickAsync("checkbox", "Begin with the events that are kept");
        await page.WatchAsync($"{topic}/*");
        await Server.Publisher.PublishAsync($"{topic}/b", "new");

        await page.UntilDataAsync("new", "kept");
        Assert.Equal([$"{topic}/b", $"{topic}/a"], (await page.EvaluateAsync("[...document.querySelectorAll('.topic')].map(topic => topic.textContent)")).Deserialize<string[]>()!);
        Assert.Equal("0", await page.TextAsync("#gaps"));
    }

    [Fact]
    public async Task A_paused_list_stays_as_it_is_and_goes_on_with_what_came()
    {
        var topic = RunningServer.NewTopic();
        await page.GoAsync($"{Server.Origin}/#/stream/{topic}");
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await Server.Publisher.PublishAsync(topic, "one");
        await page.UntilDataAsync("one");
        await page.ClickAsync("button", "Pause");
        await Server.Publisher.PublishAsync(topic, "two");
        await Server.Publisher.PublishAsync(topic, "three");
        await page.UntilAsync("#pause", "Resume (2 new)");
        await page.UntilDataAsync("one");

        await page.ClickAsync("button", "Resume (2 new)");
        await page.UntilDataAsync("three", "two", "one");
        await page.ClickAsync("button", "Clear");
        await page.UntilDataAsync();
    }

    [Fact]
    public async Task A_filter_keeps_what_matches_by_data_name_or_id()
    {
        var topic = RunningServer.NewTopic();
        await page.GoAsync($"{Server.Origin}/#/stream/{topic}");
        await page.UntilAsync("#state-text", $"Live: {topic}");
        var apple = await Server.Publisher.PublishAsync(topic, "Apple");
        await Server.Publisher.PublishAsync(topic, "pear", "fruit");
        await page.UntilDataAsync("pear", "Apple");

        await page.FillAsync("Filter", "aPPl");
        await page.UntilDataAsync("Apple");
        await Server.Publisher.PublishAsync(topic, "plum");
        await Server.Publisher.PublishAsync(topic, "pineapple");
        await page.UntilDataAsync("pineapple", "Apple");
        await page.FillAsync("Filter", "FRUIT");
        await page.UntilDataAsync("pear");
        await page.FillAsync("Filter", apple.Id.ToString());
        await page.UntilDataAsync("Apple");
        await page.FillAsync("Filter", "nothing has this");
        await page.UntilAsync("#empty", "No event matches the filter.");
        await page.FillAsync("Filter", "");
        await page.UntilDataAsync("pineapple", "plum", "pear", "Apple");
    }

    [Fact]
    public async Task A_lost_connection_shows_and_nothing_is_missed()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--retry", "600", "--retain-events", "2"] });
        using var relay = new TcpRelay(server.Port);
        await page.GoAsync($"http://127.0.0.1:{relay.Port}/#/stream/news");
        await page.UntilAsync("#state-text", "Live: news");
        await server.Publisher.PublishAsync("news", "one");
        await page.UntilDataAsync("one");
        relay.Cut(letNobodyIn: true);
        await page.UntilAsync("#state-text", text => text.StartsWith("Connection lost: reconnecting in ", StringComparison.Ordinal));
        await server.Publisher.PublishAsync("news", "two");
        relay.LetIn();

        await page.UntilDataAsync("two", "one");
        Assert.Matches(@"Reconnected after \d+\.\d s, continuing after [a-z0-9]+-1\.", await page.TextAsync(".note.back"));
        Assert.Matches("Connection lost: ", await page.TextAsync(".note.lost"));
        await page.UntilAsync("#reconnects", "1");
        Assert.Equal("0", await page.TextAsync("#gaps"));

        relay.Cut(letNobodyIn: true);
        foreach (var data in new[] { "three", "four", "five" })
            await server.Publisher.PublishAsync("news", data);
        relay.LetIn();
        await page.UntilDataAsync("five", "four", "two", "one");
        await page.UntilAsync("#gaps", "1");
        Assert.Matches(@"Gap: events after [a-z0-9]+-2 are lost: they are no longer kept\. What is kept follows from [a-z0-9]+-4 on\.", await page.TextAsync(".note.gap"));
        await page.ScreenshotAsync("gap.png");
    }

    [Fact]
    public async Task A_server_that_comes_back_anew_is_a_gap_and_the_view_goes_on()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--retry", "300"] });
        await page.GoAsync($"{server.Origin}/#/stream/news");
        await page.UntilAsync("#state-text", "Live: news");
        await server.Publisher.PublishAsync("news", "one");
        await page.UntilDataAsync("one");
        server.Terminate();
        await server.WaitForExitAsync(Deadline.Usual);
        await using var again = await ServerProcess.StartAsync(new() { Port = server.Port });
        await page.UntilAsync(".note.gap", text => text.Contains("the server has been restarted", StringComparison.Ordinal));
        await again.Publisher.PublishAsync("news", "two");
        await page.UntilDataAsync("two", "one");
    }

    [Fact]
    public async Task The_control_page_lists_the_topics_and_publishes()
    {
        var topic = RunningServer.NewTopic();
        await Server.Publisher.PublishAsync(topic, "first");
        await page.GoAsync($"{Server.Control}/");
        await page.UntilAsync("#streams", list => list.Contains($"{topic}\n0 subscribers · 1 event", StringComparison.Ordinal));
        await page.ClickAsync("button", topic);
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await page.UntilAsync("#streams", list => list.Contains($"{topic}\n1 subscriber · 1 event", StringComparison.Ordinal));

        await page.FillAsync("Event (optional)", "greeting");
        await page.FillAsync("Data", "{\"an\":\"ümlaut\"}");
        await page.ClickAsync("button", "Publish");
        await page.UntilDataAsync("{\n  \"an\": \"ümlaut\"\n}");
        Assert.Equal("greeting", await page.TextAsync(".event .name"));
        Assert.Matches(@"\APublished [a-z0-9]+-\d+ to 1 subscriber\.\z", await page.UntilAsync("#answer", text => text.Length > 0));

        await page.FillAsync("Event (optional)", new string('x', 5000));
        await page.ClickAsync("button", "Publish");
        await page.UntilAsync("#answer", text => text.StartsWith("Not published: ", StringComparison.Ordinal));
        Assert.All(await page.ComplaintsAsync(), complaint => Assert.Contains("400 (Bad Request)", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_key_the_control_page_works_once_the_key_is_given()
    {
        await using var server = await ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["AOTSSE_KEY"] = "the-key" } });
        await page.GoAsync($"{server.Control}/#/stream/news");
        Assert.Equal("Not connected", await page.TextAsync("#state-text"));
        await page.FillAsync("Key", "wrong");
        await page.ClickAsync("button", "Use");
        await page.UntilAsync("#state-text", "Refused (401): The key is wrong.");
        await page.UntilAsync("#streams-hint", "The key is wrong.");
        await page.FillAsync("Key", "the-key");
        await page.ClickAsync("button", "Use");
        await page.UntilAsync("#state-text", "Live: news");
        await page.ClickAsync("button", "Publish");
        await page.UntilDataAsync("{\n  \"hello\": \"world\"\n}");
        await page.UntilAsync("#streams", list => list.Contains("news\n1 subscriber", StringComparison.Ordinal));
        Assert.DoesNotContain("the-key", (await page.EvaluateAsync("JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }, document.documentElement.outerHTML])")).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protected_stream_takes_a_token_by_header_and_a_ticket_for_one_connection()
    {
        await using var server = await ServerProcess.StartAsync(new() { MoreArguments = ["--jwt-key", Jwt.SharedKey] });
        await page.GoAsync($"{server.Origin}/");
        Assert.Equal("Not connected", await page.TextAsync("#state-text"));
        await page.FillAsync("Topic", "news");
        await page.ClickAsync("button", "Watch");
        await page.UntilAsync("#state-text", text => text.StartsWith("Refused (401): This stream wants a JWT", StringComparison.Ordinal));
        await page.FillAsync("Token or ticket", Jwt.Hs256(Jwt.Claims("news")));
        await page.ClickAsync("button", "Use");
        await page.UntilAsync("#state-text", "Live: news");
        await server.Publisher.PublishAsync("news", "by token");
        await page.UntilDataAsync("by token");
        Assert.False((await page.EvaluateAsync("performance.getEntriesByType('resource').some(entry => /token|ticket/.test(entry.name))")).GetBoolean());

        using var relay = new TcpRelay(server.Port);
        await page.GoAsync($"http://127.0.0.1:{relay.Port}/#/stream/sport");
        await page.FillAsync("Token or ticket", await TicketAsync(server));
        await page.PressAsync("Enter");
        await page.UntilAsync("#state-text", "Live: sport");
        await server.Publisher.PublishAsync("sport", "by ticket");
        await page.UntilDataAsync("by ticket");
        relay.Cut();
        await page.UntilAsync("#state-text", text => text.StartsWith("Refused (401): The ticket is unknown, used or expired", StringComparison.Ordinal));
        await server.Publisher.PublishAsync("sport", "meanwhile");
        await page.FillAsync("Token or ticket", await TicketAsync(server));
        await page.ClickAsync("button", "Use");
        await page.UntilDataAsync("meanwhile", "by ticket");

        static async Task<string> TicketAsync(ServerProcess server)
        {
            var answer = await server.Publisher.PostAsync("/tickets", """{"topics":["sport"]}"""u8.ToArray());
            return JsonElement.Parse(answer.Body).GetProperty("ticket").GetString()!;
        }
    }

    [Fact]
    public async Task Long_data_is_cut_until_somebody_asks_for_it()
    {
        var topic = RunningServer.NewTopic();
        var data = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i} "));
        await page.GoAsync($"{Server.Origin}/#/stream/{topic}");
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await Server.Publisher.PublishAsync(topic, data);
        await page.UntilDataAsync($"{data[..2000]}…\nShow all 108.9 kB");
        await page.ClickAsync("button", "Show all 108.9 kB");
        await page.UntilDataAsync(data);
    }

    [Theory]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("100%/a b/\"quoted\" 'name' ?x=1#y")]
    [InlineData("größe/日本/😀")]
    public async Task A_topic_may_have_any_name(string name)
    {
        var topic = $"{RunningServer.NewTopic()}/{name}";
        await page.GoAsync($"{Server.Control}/");
        await page.WatchAsync(topic);
        await page.ClickAsync("button", "Publish");
        await page.UntilDataAsync("{\n  \"hello\": \"world\"\n}");
        await page.UntilAsync("#streams", list => list.Contains($"{topic}\n1 subscriber · 1 event", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard()
    {
        var topic = RunningServer.NewTopic();
        await page.GoAsync($"{Server.Control}/");
        await page.UntilAsync("#streams", list => list.Contains("All topics", StringComparison.Ordinal));

        // Tab comes past everything that takes part, each with a name and a ring, and back to the beginning: there is no trap.
        var passed = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            await page.PressAsync("Tab");
            var focused = (await page.EvaluateAsync("""
                (() => {
                    const element = document.activeElement;
                    if (element === document.body) return null;
                    const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent.trim() ?? element.textContent.trim();
                    const ring = getComputedStyle(element.matches('[type=radio]') ? element.nextElementSibling : element);
                    return { id: element.id || label, label, isRinged: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2 };
                })()
                """));
            if (focused.ValueKind == JsonValueKind.Null || (passed.Count > 0 && focused.GetProperty("id").GetString() == passed[0]))
                break;
            Assert.True(focused.GetProperty("isRinged").GetBoolean(), $"no ring on {focused}");
            Assert.NotEqual("", focused.GetProperty("label").GetString());
            passed.Add(focused.GetProperty("id").GetString()!);
        }

        Assert.True(passed.Count < 300, "Tab never came back");
        Assert.Equal("Skip to the events", passed[0]);
        Assert.Superset(new HashSet<string> { "Demo", "All topics", "topic", "kept", "filter", "pretty", "pause", "clear", "events", "publish-topic", "publish-event", "publish-data", "curl", "code-subscribe", "code-publish" }, passed.ToHashSet());

        await page.EvaluateAsync("document.getElementById('topic').focus()");
        await page.TypeAsync(topic);
        await page.PressAsync("Enter");
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await page.EvaluateAsync("document.getElementById('publish-data').focus()");
        await page.PressAsync("Control+a");
        await page.TypeAsync("typed");
        await page.PressAsync("Control+Enter");
        await page.UntilDataAsync("typed");
        await page.EvaluateAsync("document.querySelector('[name=language]').focus()");
        await page.PressAsync("ArrowRight");
        await page.UntilAsync("#code-subscribe", code => code.StartsWith("const source = new EventSource(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("light", 1280, 900)]
    [InlineData("dark", 1280, 900)]
    [InlineData("light", 360, 740)]
    [InlineData("dark", 360, 740)]
    public async Task It_fits_the_screen_and_the_scheme(string scheme, int width, int height)
    {
        var topic = $"{RunningServer.NewTopic()}/a/rather/long/name/of/a/topic/that/has/no/end";
        await page.GoAsync($"{Server.Control}/#/stream/{topic}", scheme, width, height);
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await Server.Publisher.PublishAsync(topic, $"{{\"long\":\"{new string('x', 300)}\",\"short\":[1,true,null]}}", "anEventWithALongName");
        await Server.Publisher.PublishAsync(topic, """{"symbol":"MSFT","price":410.2,"open":true,"note":null}""", "priceChanged");
        await page.UntilAsync("#count", "2");
        await page.UntilAsync("#streams", list => list.Contains(topic, StringComparison.Ordinal));

        var brightness = (await page.EvaluateAsync(Brightness)).GetDouble();
        Assert.True(scheme == "dark" ? brightness < 64 : brightness > 192, $"{brightness} in {scheme}");
        Assert.Equal(width, (await page.EvaluateAsync("document.documentElement.scrollWidth")).GetInt32());
        Assert.Empty(await page.ComplaintsAsync());
        await page.ScreenshotAsync($"{scheme}-{width}.png");
        Assert.Empty(await page.BarriersAsync());
    }

    [Fact]
    public async Task A_rush_of_events_does_not_freeze_it()
    {
        const int BatchSize = 1000;
        var topic = RunningServer.NewTopic();
        await page.GoAsync($"{Server.Origin}/#/stream/{topic}");
        await page.UntilAsync("#state-text", $"Live: {topic}");
        await page.EvaluateAsync("""
            (() => {
                let last = performance.now();
                window.longest = 0;
                window.frames = 0;
                const look = (now) => { window.longest = Math.max(window.longest, now - last); window.frames++; last = now; requestAnimationFrame(look); };
                requestAnimationFrame(look);
            })()
            """);
        var batch = string.Concat(Enumerable.Range(0, BatchSize).Select(i => $"{{\"event\":\"tick\",\"data\":{{\"i\":{i},\"text\":\"some text of usual length\"}}}}\n"));
        for (var sent = 0; sent < 10;)
        {
            await Batch.PostAsync(Server, topic, batch);
            await page.UntilAsync("#count", (++sent * BatchSize).ToString("N0", CultureInfo.InvariantCulture));
        }

        Assert.Equal(500, (await page.EvaluateAsync("document.querySelectorAll('.event').length")).GetInt32());
        var longest = (await page.EvaluateAsync("window.longest")).GetDouble();
        Assert.True(longest < 1500, $"a frame took {longest} ms");
        Assert.Equal("0", await page.TextAsync("#gaps"));
    }

    [Fact]
    public async Task The_code_it_shows_works()
    {
        var topic = RunningServer.NewTopic() + "/it's $HOME";
        await page.GoAsync($"{Server.Control}/");
        await page.WatchAsync(topic);
        await page.ClickAsync("radio", "curl");
        var subscribe = await page.TextAsync("#code-subscribe");
        Assert.StartsWith("curl -N 'http://127.0.0.1:" + Server.Port, subscribe, StringComparison.Ordinal);
        var heard = await RunAsync("timeout", "4", "bash", "-c", $"{subscribe} & for i in 1 2 3 4 5 6 7 8; do sleep 0.3; {await page.TextAsync("#code-publish")}; done; wait");
        Assert.Contains("event: state\ndata: {\"hello\":\"world\"}", heard, StringComparison.Ordinal);

        await page.ClickAsync("radio", "JavaScript");
        var script = $"{await page.TextAsync("#code-subscribe")}\nawait new Promise(resolve => source.onopen = resolve);\n{await page.TextAsync("#code-publish")}\nsource.addEventListener('state', () => source.close());";
        Assert.Contains("state {\"hello\":\"world\"}", await RunAsync("node", "--experimental-eventsource", "--input-type=module", "-e", script), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = new System.Diagnostics.Process { StartInfo = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true } };
        var run = await Command.RunAsync(process, []);
        return run.Output;
    }
}
