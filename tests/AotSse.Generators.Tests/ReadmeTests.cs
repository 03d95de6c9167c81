using System.Text.RegularExpressions;

namespace AotSse.Generators.Tests;

/// <summary>The README shows what is generated, word for word.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task What_the_README_shows_is_what_is_generated()
    {
        var blocks = Regex.Matches(await File.ReadAllTextAsync(Path.Combine(Places.Repository, "README.md"), TestContext.Current.CancellationToken), "```csharp\n(.*?)```", RegexOptions.Singleline)
            .Select(block => block.Groups[1].Value)
            .ToList();
        var written = Assert.Single(blocks, block => block.Contains("sealed partial class Prices\n", StringComparison.Ordinal) && block.Contains("app.Run()", StringComparison.Ordinal));
        var shown = Assert.Single(blocks, block => block.Contains("frame.Commit()", StringComparison.Ordinal));

        var run = await GeneratorRun.OfAsync("using System; using AotSse; " + written[written.IndexOf("sealed partial class", StringComparison.Ordinal)..]);

        var indented = string.Concat(shown.TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"    {line}\n"));
        Assert.Contains(indented, run.Files["Prices.g.cs"], StringComparison.Ordinal);
    }
}
