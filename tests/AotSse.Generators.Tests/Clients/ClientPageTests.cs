using System.Text.RegularExpressions;

namespace AotSse.Generators.Tests.Clients;

/// <summary>The examples of <c>docs/client.md</c> compile, with what is generated for them.</summary>
public sealed class ClientPageTests
{
    [Fact]
    public async Task What_the_page_shows_compiles()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Places.Repository, "docs", "client.md"), TestContext.Current.CancellationToken);
        var blocks = Regex.Matches(page, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value).ToList();
        Assert.Equal(4, blocks.Count);

        var contract = "using System; using AotSse;\n" + blocks[0];
        const string firstLine = "using static PricesClient;\n";
        Assert.StartsWith(firstLine, blocks[2], StringComparison.Ordinal);
        var use = firstLine + "using System; using System.Net.Http; using System.Threading.Tasks; using AotSse.Client;\n"
            + $"public static class Use {{ public static async Task Run() {{ {blocks[2][firstLine.Length..]} {blocks[3]} }} }}";
        await GeneratorRun.OfAsync(contract, blocks[1], use);
    }
}
