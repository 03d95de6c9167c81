using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Tests.Harness;

/// <summary>A project that is edited while the generator's driver lives on, as in an IDE.</summary>
internal sealed class Edits
{
    private GeneratorDriver _driver;
    private CSharpCompilation _compilation;
    private GeneratorRunResult _last;

    private Edits(CSharpCompilation compilation)
    {
        _compilation = compilation;
        _driver = GeneratorRun.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);
        _last = _driver.GetRunResult().Results.Single();
    }

    /// <summary>Opens a project that is right.</summary>
    public static async Task<Edits> OpenAsync(params string[] sources)
    {
        await GeneratorRun.OfAsync(sources);
        return new Edits(UserProject.Compile(sources));
    }

    /// <summary>Replaces a text that stands once in the sources, and runs the generator.</summary>
    public EditResult Replace(string old, string replacement)
    {
        var tree = _compilation.SyntaxTrees.Single(t => t.ToString().Contains(old, StringComparison.Ordinal));
        var text = tree.ToString();
        Assert.Equal(text.IndexOf(old, StringComparison.Ordinal), text.LastIndexOf(old, StringComparison.Ordinal));
        return Run(_compilation.ReplaceSyntaxTree(tree, UserProject.Parse(text.Replace(old, replacement, StringComparison.Ordinal), tree.FilePath)));
    }

    /// <summary>Adds a file, and runs the generator.</summary>
    public EditResult Add(string source) => Run(_compilation.AddSyntaxTrees(UserProject.Parse(source, "Added.cs")));

    private EditResult Run(CSharpCompilation edited)
    {
        _compilation = edited;
        _driver = _driver.RunGenerators(edited, TestContext.Current.CancellationToken);
        var before = _last.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText);
        _last = _driver.GetRunResult().Results.Single();
        Assert.Null(_last.Exception);

        // A cached output keeps its text; one that is emitted again gets a new one, be it equal or not.
        var emitted = _last.GeneratedSources
            .Where(source => !before.TryGetValue(source.HintName, out var text) || !ReferenceEquals(text, source.SourceText))
            .Select(source => source.HintName);
        return new EditResult(_last.TrackedSteps, [.. emitted.Order(StringComparer.Ordinal)]);
    }
}

/// <summary>What the generator did after an edit.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="Emitted">The files it wrote again.</param>
internal sealed record EditResult(ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> Steps, ImmutableArray<string> Emitted)
{
    /// <summary>Why each output of a step is as it is.</summary>
    public IEnumerable<IncrementalStepRunReason> ReasonsOf(string step) => Steps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);
}
