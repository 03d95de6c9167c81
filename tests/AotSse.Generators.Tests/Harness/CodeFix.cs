using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Simplification;

namespace AotSse.Generators.Tests.Harness;

/// <summary>
/// Applies a code fix to a project in memory, as an IDE does: the rules report, the fix is offered, its action is applied, names are simplified.
/// Microsoft.CodeAnalysis.CSharp.CodeFix.Testing would take the place of this where a feed has it.
/// </summary>
internal static class CodeFix
{
    /// <summary>Applies the first fix for the first report of a rule, and proves that the result compiles without that report.</summary>
    /// <returns>The title of the fix and the mended source; no title when nothing was offered.</returns>
    public static async Task<(string? Title, string Source)> ApplyAsync(CodeFixProvider provider, string rule, string source)
    {
        using var workspace = new AdhocWorkspace();
        var compilation = UserProject.Compile([source]);
        var project = workspace
            .AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "UserProject", "UserProject", LanguageNames.CSharp, compilationOptions: compilation.Options, parseOptions: UserProject.ParseOptions(UserProject.Newest), metadataReferences: References.All));
        var document = project.AddDocument("Source1.cs", source, filePath: "Source1.cs");

        var reported = (await ReportedAsync(document)).First(found => found.Id == rule);
        Assert.Contains(rule, provider.FixableDiagnosticIds);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, reported, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        if (actions.Count == 0) return (null, source);

        var operation = Assert.Single((await actions[0].GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>());
        var changed = await Simplifier.ReduceAsync(operation.ChangedSolution.GetDocument(document.Id)!, cancellationToken: TestContext.Current.CancellationToken);
        var text = (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
        Assert.DoesNotContain(await ReportedAsync(changed), found => found.Id == rule);
        return (actions[0].Title, text);
    }

    /// <summary>What the rules report in the project as it is built: with what is generated.</summary>
    private static async Task<ImmutableArray<Diagnostic>> ReportedAsync(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        GeneratorRun.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken);
        return await output.WithAnalyzers([new EventStreamAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
