using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Harness;

/// <summary>What the tests of every rule do. A source marks the expected places: see <see cref="Markup"/>.</summary>
public abstract class RuleTests
{
    /// <summary>On one line, so that the lines of a source stay what they are.</summary>
    private const string Usings = "using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using AotSse; using Microsoft.AspNetCore.Mvc; ";

    /// <summary>The rule: the class is named after it.</summary>
    private string Rule => GetType().Name[.."AOTSSE000".Length];

    /// <summary>The marked places are reported, with these messages, in the order of the places, and nothing else is.</summary>
    private protected async Task FlagsAsync(string source, params string[] messages)
    {
        var expected = Markup.Parse(Usings + source, Rule);
        Assert.NotEmpty(expected.Spans);
        var run = await RunAsync(expected.Source);
        var found = await run.AnalyzerDiagnosticsAsync();
        DiagnosticAssert.Equal(expected, messages, found);
        Assert.Equal(found.Where(StopsBuild).Select(Text).Order(StringComparer.Ordinal), run.Reported.Select(Text).Order(StringComparer.Ordinal));

        // What is generated for the rest must not add errors of its own.
        DiagnosticAssert.None("the compiler in generated code", run.CompilerDiagnostics().Where(found => found.Location.SourceTree is { FilePath: var path } && path.EndsWith(".g.cs", StringComparison.Ordinal)));
    }

    /// <summary>Nothing is reported, by the compiler neither.</summary>
    private protected static async Task AcceptsAsync(string source) => await GeneratorRun.OfAsync(Usings + source);

    /// <summary>The marked places are reported, but not where a pragma turns the rule off.</summary>
    private protected async Task IsSuppressedAsync(string source)
    {
        var marked = Markup.Parse(source, Rule);
        Assert.Equal(marked.Spans.Select(span => span.Rule), (await ReportedAsync(marked.Source)).Select(found => found.Id));

        var run = await RunAsync($"{Usings}\n#pragma warning disable {Rule}\n{marked.Source}\n#pragma warning restore {Rule}\n");
        DiagnosticAssert.None("the analyzer, below a pragma", await run.AnalyzerDiagnosticsAsync());
        DiagnosticAssert.None("the generator, below a pragma", run.Reported);
    }

    /// <summary>What is reported, by the rules alone.</summary>
    private protected static async Task<IEnumerable<Diagnostic>> ReportedAsync(string source) => await (await RunAsync(Usings + source)).AnalyzerDiagnosticsAsync();

    /// <summary>Whether nothing is generated for the method, so that the compiler ends a build before it asks the analyzer.</summary>
    private static bool StopsBuild(Diagnostic found) =>
        found.Severity == DiagnosticSeverity.Error && !found.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd) && found.Id is not ("AOTSSE020" or "AOTSSE021");

    private static string Text(Diagnostic found) => found.ToString();

    private static Task<GeneratorRun> RunAsync(string source) => GeneratorRun.WithDiagnosticsAsync([source], UserProject.Newest);
}
