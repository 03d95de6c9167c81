using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>What a native app tells of its streams, held against the published schemas, the TypeScript compiler, Node.js and Chromium.</summary>
public sealed class ContractTests
{
    private static string Snapshots => Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "Contracts");

    /// <summary>As <c>AOTSSE_ACCEPT_SNAPSHOTS</c> does for generated code: a run that accepts still fails.</summary>
    [Theory]
    [InlineData("client.ts")]
    [InlineData("openapi.json")]
    [InlineData("asyncapi.json")]
    public async Task The_documents_are_as_accepted(string document)
    {
        await using var app = await SampleApp.StartAsync();
        var text = await app.GetAsync($"/contracts/{document}");
        var file = Path.Combine(Snapshots, document);
        if (Environment.GetEnvironmentVariable("AOTSSE_ACCEPT_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            Assert.Fail($"{file} was rewritten.");
        }

        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }

    [Theory]
    [InlineData("openapi")]
    [InlineData("asyncapi")]
    public async Task A_document_is_valid(string kind)
    {
        await using var app = await SampleApp.StartAsync();

        Assert.Equal(new Command(0, "", ""), await ValidateAsync(kind, await app.GetAsync($"/contracts/{kind}.json")));
    }

    /// <summary>A document that is not valid is found out: otherwise the test before proves nothing.</summary>
    [Theory]
    [InlineData("openapi", "\"operationId\"", "\"operation\"")]
    [InlineData("openapi", "components/schemas/Order\"", "components/schemas/None\"")]
    [InlineData("asyncapi", "\"send\"", "\"sends\"")]
    public async Task A_document_with_a_fault_is_not_valid(string kind, string right, string wrong)
    {
        await using var app = await SampleApp.StartAsync();
        var document = await app.GetAsync($"/contracts/{kind}.json");
        Assert.Contains(right, document, StringComparison.Ordinal);

        Assert.Equal(1, (await ValidateAsync(kind, document.Replace(right, wrong, StringComparison.Ordinal))).ExitCode);
    }

    [Fact]
    public async Task The_server_prints_what_it_serves()
    {
        await using var server = await ServerProcess.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Origin) };
        foreach (var (command, path) in new[] { ("typescript", "client.ts"), ("openapi", "openapi.json"), ("asyncapi", "asyncapi.json") })
        {
            var printed = await Command.RunServerAsync(new() { Port = null, Control = null, MoreArguments = ["contracts", command] });
            Assert.Equal(new Command(0, await client.GetStringAsync(new Uri($"/contracts/{path}", UriKind.Relative), TestContext.Current.CancellationToken), ""), printed);
            if (command == "typescript") Directory.Delete(await TypeScript.CompileForBrowserAsync(printed.Output), recursive: true);
            else Assert.Equal(new Command(0, "", ""), await ValidateAsync(command, printed.Output));
        }
    }

    [Fact]
    public async Task Events_of_every_stream_arrive_typed_in_Node()
    {
        await using var app = await SampleApp.StartAsync();
        var folder = await TypeScript.CompileForNodeAsync(await app.GetAsync("/contracts/client.ts"), "contract-node.ts");
        await using var node = NodeClient.Start(Path.Combine(folder, "contract-node.js"), app.Origin.ToString().TrimEnd('/'));
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        await CollectAsync(node, seen, 13); // 10 opens, and what the three pull streams send by themselves.
        Assert.DoesNotContain(seen, static line => line.Contains("closed", StringComparison.Ordinal));
        seen.Clear();

        await app.PostAsync("/publish/prices/MS%20FT/410.25");
        await app.PostAsync("/publish/halted/MS%20FT");
        await app.PostAsync("/publish/orders/7");
        await app.PostAsync("/publish/drawn");
        await app.PostAsync("/publish/counters");
        await app.PostAsync("/publish/news/sports");
        await app.PostAsync("/publish/files");
        await app.PostAsync("/raise/high");
        await CollectAsync(node, seen, 9);

        Assert.Equal(
            [
                """{"kind":"changed","depth":3}""",
                """{"kind":"counted","isCertain":true,"all":3,"shipped":2,"image":4}""",
                """{"kind":"drawn","area":12}""",
                """{"kind":"drawn","area":2.5}""",
                """{"kind":"halted","symbol":"MS FT","reason":null}""",
                """{"kind":"orderChanged","id":7,"isShipped":true,"sku":"PEN","hasNote":false,"invoice":18}""",
                """{"kind":"priceChanged","price":"410.25","at":"1970-01-01T00:00:00+00:00","type":"priceChanged"}""",
                """{"kind":"raised","severity":1,"text":"Look here."}""",
                """{"kind":"sports","lines":2}""",
            ],
            seen);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Tabs_of_Chromium_share_a_connection_that_resumes_and_outlives_the_tab_that_holds_it()
    {
        await using var app = await SampleApp.StartAsync();
        using var relay = new TcpRelay(app.Origin.Port);
        var folder = await TypeScript.CompileForBrowserAsync(await app.GetAsync("/contracts/client.ts"), "contract-page.ts");
        await using var browser = NodeClient.Start("contract-tabs.mjs", $"http://127.0.0.1:{relay.Port}", folder);

        await browser.SendAsync("open a");
        Assert.Equal("""{"kind":"request","tab":"a","hasCursor":false}""", await NextAsync());
        Assert.Equal("""{"kind":"open","tab":"a"}""", await NextAsync());
        await browser.SendAsync("open b");
        Assert.Equal("""{"kind":"open","tab":"b"}""", await NextAsync()); // Without a request.

        await PublishAsync(1);
        await AssertPricesAsync("1.0", "a", "b");

        // Lost and back: what was sent meanwhile arrives, once.
        relay.Cut();
        await PublishAsync(2);
        await AssertBackAsync();
        await AssertPricesAsync("2.0", "a", "b");

        // The tab with the connection goes: the other connects, behind the last event.
        await browser.SendAsync("close a");
        Assert.Equal("""{"kind":"request","tab":"b","hasCursor":true}""", await NextAsync());
        await PublishAsync(3);
        await AssertPricesAsync("3.0", "b");

        // Away for longer than the stream retains: two events.
        relay.Cut(letNobodyIn: true);
        for (var price = 4; price < 8; price++) await PublishAsync(price);
        relay.LetIn();
        var next = await NextAsync();
        while (!next.Contains("\"gap\"", StringComparison.Ordinal)) next = await NextAsync();
        Assert.Equal("""{"kind":"gap","tab":"b","reason":"evicted","hasId":true}""", next);
        await AssertPricesAsync("6.0", "b");
        await AssertPricesAsync("7.0", "b");

        await browser.SendAsync("leave b");
        Assert.Equal("""{"kind":"close","tab":"b","isFinal":true}""", await NextAsync());
        Directory.Delete(folder, recursive: true);

        Task PublishAsync(int price) => app.PostAsync($"/publish/prices/MSFT/{price}");

        async Task<string> NextAsync() => (await browser.NextAsync()).GetRawText();

        async Task AssertPricesAsync(string price, params string[] tabs)
        {
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var _ in tabs)
            {
                var observed = await browser.NextAsync("price");
                Assert.Equal(price, observed.GetProperty("price").GetString());
                seen.Add(observed.GetProperty("tab").GetString()!);
            }

            Assert.Equal(tabs, seen);
        }

        async Task AssertBackAsync()
        {
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < 5; i++) seen.Add(await NextAsync());
            Assert.Equal(
                [
                    """{"kind":"close","tab":"a","isFinal":false}""", """{"kind":"close","tab":"b","isFinal":false}""",
                    """{"kind":"open","tab":"a"}""", """{"kind":"open","tab":"b"}""", """{"kind":"request","tab":"a","hasCursor":true}""",
                ],
                seen);
        }
    }

    private static async Task CollectAsync(NodeClient client, SortedSet<string> seen, int count)
    {
        for (var i = 0; i < count; i++) seen.Add((await client.NextAsync()).GetRawText());
    }

    private static async Task<Command> ValidateAsync(string kind, string document) =>
        await Command.RunAsync(NodeClient.CreateProcess("validate.mjs", kind), Encoding.UTF8.GetBytes(document));
}
