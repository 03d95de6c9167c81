using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests;

/// <summary>The examples of <c>docs/contracts.md</c> compile, send what the page says, and report what it says.</summary>
public sealed class ContractsPageTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Text.Json; using System.Text.Json.Serialization; using System.Threading.Tasks; using AotSse; using AotSse.Client;\n";

    /// <summary>What the compiler's generator for System.Text.Json would add.</summary>
    private const string Context = """
        namespace Shop;

        public sealed partial class ShopContext() : System.Text.Json.Serialization.JsonSerializerContext(null)
        {
            public static ShopContext Default { get; } = new();

            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;

            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
        }
        """;

    private static readonly string Page = File.ReadAllText(Path.Combine(Places.Repository, "docs", "contracts.md"));

    /// <summary>The blocks of code, by a word that only one of them has.</summary>
    private static string Block(string word, string language = "csharp") => Assert.Single(
        Regex.Matches(Page, "```(.*?)\n(.*?)```", RegexOptions.Singleline).Where(block => block.Groups[1].Value == language).Select(block => block.Groups[2].Value),
        block => block.Contains(word, StringComparison.Ordinal));

    [Fact]
    public async Task What_the_page_shows_compiles() => await GeneratorRun.OfAsync(
        Usings + Block("abstract record Customer"),
        Usings + Block("MoneyConverter"),
        Context,
        Usings + Block("EventStreamClient(typeof"),
        Usings + Block("class Alerts"),
        Usings + $"public static class Use {{ public static async Task Run(System.Net.Http.HttpClient http) {{ {Block("await foreach")} }} }}");

    [Fact]
    public async Task What_the_page_says_of_an_event_is_sent()
    {
        await using var project = await RunningProject.StartAsync(
            Usings + Block("abstract record Customer"),
            Usings + $"namespace Shop; public static class Use {{ public static void Run(Orders orders) {{ {Block("orders.OrderChanged")} }} }}");
        await using var reader = await EventReader.OpenAsync(project.Client, "/orders/7");

        project.Assembly.GetType("Shop.Use", throwOnError: true)!.GetMethod("Run")!.Invoke(null, [project.Service("Shop.Orders")]);
        var item = await reader.NextAsync();

        Assert.Equal(Block("event: orderChanged", ""), $"event: {item.EventType}\ndata: {item.Data}\n");
    }

    [Fact]
    public async Task What_the_page_says_of_mistakes_is_reported()
    {
        // On one line, so that the lines of the page stay what they are.
        var run = await GeneratorRun.WithDiagnosticsAsync([Block("symbl"), "global using AotSse;"], UserProject.Newest);

        var reported = run.Reported.OrderBy(found => found.Location.SourceSpan.Start).Select(found => Regex.Replace(found.ToString(), "^[^(]*", ""));
        Assert.Equal(Block("error AOTSSE005", "").TrimEnd().Split('\n'), reported);
    }
}
