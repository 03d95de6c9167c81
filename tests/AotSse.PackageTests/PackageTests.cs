using System.Text.Json;
using System.Text.RegularExpressions;

namespace AotSse.PackageTests;

/// <summary>What a user gets who references the packages and nothing else.</summary>
public sealed partial class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private const int MostBytes = 9_000_000;

    [Fact]
    public async Task A_hello_stream_publishes_native_below_nine_megabytes()
    {
        var folder = packages.NewProject("hello", "Microsoft.NET.Sdk.Web", "", Hello, "AotSse");
        await Packages.RunAsync(folder, "publish", "-r", "linux-x64", "-o", "out");
        var binary = new FileInfo(Path.Combine(folder, "out", "hello"));
        Assert.True(binary.Length <= MostBytes, $"{binary.Length} bytes");

        await using var app = await App.StartAsync(binary.FullName);
        using var lines = await app.SubscribeAsync("/stream");
        Assert.Equal("data: hello 0", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_fifteen_lines_of_the_README_push_an_event()
    {
        var folder = packages.NewProject("fifteen", "Microsoft.NET.Sdk.Web", "<TargetFramework>net10.0</TargetFramework><PublishAot>false</PublishAot>", FifteenLines(), "AotSse");
        await Packages.RunAsync(folder, "build", "-o", "out");

        await using var app = await App.StartAsync(Path.Combine(folder, "out", "fifteen"));
        using var lines = await app.SubscribeAsync("/prices/MSFT");
        using var posted = await app.Client.PostAsync(new Uri("/quotes/MSFT/410.2", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Matches("^id: [a-z0-9]+-1$", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("event: priceChanged", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Matches("""^data: \{"symbol":"MSFT","price":410\.2,"at":"[^"]+"\}$""", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The compiler ends a build without a word of analyzers when a method lacks its second part.</summary>
    [Fact]
    public async Task A_build_says_why_nothing_was_generated()
    {
        var folder = packages.NewProject("wrong", "Microsoft.NET.Sdk.Web", "", Wrong, "AotSse");
        var (code, output) = await Packages.TryAsync(folder, "build", "-clp:NoSummary");

        Assert.NotEqual(0, code);
        // A build repeats its errors at the end.
        var errors = output.Split('\n').Where(static line => line.Contains("AOTSSE", StringComparison.Ordinal)).Distinct();
        Assert.Collection(
            errors.Order(StringComparer.Ordinal),
            static line => Assert.Contains("Program.cs(6,32): error AOTSSE006: 'quote.Anything' of type 'object' cannot be written: ", line, StringComparison.Ordinal),
            static line => Assert.Contains("Program.cs(9,34): error AOTSSE005: The route parameter 'zone' has no parameter in 'Ticks'", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_only_subscribes_references_the_client_and_the_contract()
    {
        var contract = packages.NewProject("contract", "Microsoft.NET.Sdk", "<OutputType>Library</OutputType>", Contract, "AotSse");
        var folder = packages.NewProject("subscriber", "Microsoft.NET.Sdk", "", Client, "AotSse.Client");
        await Packages.RunAsync(folder, "add", "reference", contract);
        await Packages.RunAsync(folder, "build");
    }

    [Fact]
    public async Task Both_packages_in_one_project_bring_one_generator()
    {
        var folder = packages.NewProject("both", "Microsoft.NET.Sdk.Web", "", Client + Contract, "AotSse", "AotSse.Client");
        await Packages.RunAsync(folder, "build");
    }

    /// <summary>No broker is there: the app starts, publishing says so, and the native binary is published without a warning.</summary>
    [Fact]
    public async Task An_app_of_many_nodes_references_one_package_more()
    {
        var folder = packages.NewProject("nodes", "Microsoft.NET.Sdk.Web", "", FifteenLines().Replace("AddEventStreams()", "AddEventStreams().UseRabbitMq(static broker => broker.Brokers.Add(new Uri(\"amqp://127.0.0.1:1/\")))", StringComparison.Ordinal)
            .Replace("public partial void", "public partial ValueTask", StringComparison.Ordinal), "AotSse.RabbitMq");
        await Packages.RunAsync(folder, "publish", "-r", "linux-x64", "-o", "out");

        await using var app = await App.StartAsync(Path.Combine(folder, "out", "nodes"));
        using var posted = await app.Client.PostAsync(new Uri("/quotes/MSFT/410.2", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(500, (int)posted.StatusCode);
    }

    [Theory]
    [InlineData("", "false", "false", "false", "false", "2097152")]
    [InlineData("<EventSourceSupport>true</EventSourceSupport><ServerGarbageCollection>true</ServerGarbageCollection><ConcurrentGarbageCollection>true</ConcurrentGarbageCollection><PositionIndependentExecutable>true</PositionIndependentExecutable><EventStreamGen0Bytes>0</EventStreamGen0Bytes>", "true", "true", "true", "true", "0")]
    public async Task A_native_app_gets_the_settings_that_pay_and_may_have_its_own(string properties, params string[] values)
    {
        var folder = packages.NewProject($"settings{values[4]}", "Microsoft.NET.Sdk.Web", properties, "", "AotSse");
        await Packages.RunAsync(folder, "restore");
        string[] names = ["EventSourceSupport", "ServerGarbageCollection", "ConcurrentGarbageCollection", "PositionIndependentExecutable", "EventStreamGen0Bytes"];
        using var json = JsonDocument.Parse(await Packages.RunAsync(folder, ["msbuild", .. names.Select(static name => $"-getProperty:{name}"), "-getItem:IlcArg"]));
        Assert.Equal(values, names.Select(name => json.RootElement.GetProperty("Properties").GetProperty(name).GetString()));
        var arguments = json.RootElement.GetProperty("Items").GetProperty("IlcArg").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString());
        // The runtime reads it as a hexadecimal number.
        var bytes = long.Parse(values[4], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(bytes == 0 ? [] : [$"--runtimeopt:GCgen0size={bytes:x}"], arguments.Where(static argument => argument!.Contains("GCgen0size", StringComparison.Ordinal)));
    }

    private const string Hello = """
        using System.Runtime.CompilerServices;
        using AotSse;

        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Services.AddEventStreams();
        var app = builder.Build();
        app.MapEventStreams();
        app.Run();

        static partial class Clock
        {
            [EventStream("/stream")]
            public static async partial IAsyncEnumerable<string> Hello([EnumeratorCancellation] CancellationToken cancellation)
            {
                for (var i = 0; ; i++)
                {
                    yield return $"hello {i}";
                    await Task.Delay(1000, cancellation);
                }
            }
        }
        """;

    private const string Wrong = """
        public sealed record Quote(string Symbol, object Anything);
        public sealed partial class Quotes
        {
            [AotSse.EventStream("/quotes")]
            public partial void Changed(
                [AotSse.Payload] Quote quote);
        }
        public static partial class Clock {
            [AotSse.EventStream("/clock/{zone}")]
            public static partial IAsyncEnumerable<int> Ticks(string? zoen) => throw new NotSupportedException();
        }
        """;

    private const string Contract = """

        namespace Shop
        {
            public sealed partial class Prices
            {
                [AotSse.EventStream("/prices/{symbol}")]
                public partial void PriceChanged(string symbol, decimal price);
            }
        }
        """;

    private const string Client = """
        using var http = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:1/") };
        await foreach (var e in new PricesClient(http).Prices("MSFT"))
            if (e is PricesClient.PricesEvent.PriceChanged price) Console.WriteLine(price.Price);

        [AotSse.Client.EventStreamClient(typeof(Shop.Prices))]
        public sealed partial class PricesClient;
        """;

    private static string FifteenLines() =>
        Section().Match(File.ReadAllText(Path.Combine(Packages.RepositoryRoot(), "README.md"))).Groups["code"].Value;

    [GeneratedRegex("## Fifteen lines\n\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();
}
