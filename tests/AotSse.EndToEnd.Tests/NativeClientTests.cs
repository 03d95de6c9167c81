namespace AotSse.EndToEnd.Tests;

/// <summary>A native service subscribes to another: every stream of the sample arrives typed, in order.</summary>
public sealed class NativeClientTests
{
    private const string Expected = """
        gap: Unknown
        A/B costs 410.25 at 1970-01-01T00:00:00.0000000+00:00
        A/B is halted: null Volatility
        ü Line { Sku = x, Quantity = 2, Price = 0.5 } 2 Sent
        5 orders
        flash: two|lines
        n: 4
        raw
        250 [1] {}
        Rome 10|line
        Line { Sku = note, Quantity = 7, Price = 0.5 }
        a/b 4: 4
        a/b 5: 5
        a/b 6: 6
        1 r n 3 0.5 Green Red
        1 b
        3 f
        1 m
        Circle { Label = c, Radius = 1.5 } Square { Label = , Side = 2 }
        1 2
        {} [2]
        Box { Value = 1, Other = 2 }
        1 2.5 3
        True 1.5 Green Pear Point { X = 1, Y = 2 }
        1 1 g Pear
        1 Point { X = 2, Y = 3 } c Pear Green 7

        """;

    private const string ExpectedOfSample = """
        gap, Unknown
        MSFT costs 410.25 at 1970-01-01T00:00:00.0000000+00:00
        MSFT is halted, nobody says why
        gap
        order 7 of Ann "A" Miller: Shipped, OrderLine { Sku = pen, Quantity = 2, Price = 1.5 }, note none, 1970-01-01T00:00:00.0000000+00:00, invoice 17
        gap
        Circle { Radius = 2.5 }
        Rectangle { Width = 3, Height = 4 }
        gap
        Certain, 3 in all, 2 shipped, 00000000-0000-0000-0000-000000000000, 3 bytes
        gap
        flash: line 1|line 2
        gap
        / holds etc and me
        gap
        High: Look here.
        Beat { Number = 0, Zone = Rome }
        Beat { Number = 1, Zone = Rome }
        one
        two
        three
        odd 5: Beat { Number = 5, Zone = item }
        even 6: Beat { Number = 6, Zone = item }

        """;

    /// <summary>The streams that the contract tests bring to Chromium, from the same native service to a native client.</summary>
    [Fact]
    public async Task The_streams_of_the_contract_sample_arrive_typed()
    {
        await using var app = await SampleApp.StartAsync();
        foreach (var path in new[] { "prices/MSFT/410.25", "halted/MSFT", "orders/7", "drawn", "counters", "news/flash", "files" }) await app.PostAsync("/publish/" + path);
        await app.PostAsync("/raise/high");

        var client = await Command.RunAsync(SampleApp.CreateProcess("listen", app.Origin.AbsoluteUri), []);

        Assert.Equal(new Command(0, ExpectedOfSample, ""), client);
    }

    [Fact]
    public async Task Every_stream_arrives_typed()
    {
        const string listening = "Listening on ";
        using var server = NativeSample.CreateProcess("serve");
        server.Start();
        try
        {
            var line = await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith(listening, line, StringComparison.Ordinal);

            var client = await Command.RunAsync(NativeSample.CreateProcess("listen", line![listening.Length..] + "/"), []);

            Assert.Equal(new Command(0, Expected, ""), client);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
