using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AotSse.Generators.Tests.Harness;

/// <summary>
/// One run of the generator, proven to be cached. The packages Microsoft.CodeAnalysis.*.SourceGenerators.Testing are not on every feed, so
/// this is a small harness of our own over <see cref="CSharpGeneratorDriver"/>; <c>CSharpSourceGeneratorTest</c> would take its place.
/// </summary>
/// <remarks>The only way in: whoever wants to see what the generator does comes through here, and so has run it twice.</remarks>
internal sealed class GeneratorRun
{
    private readonly GeneratorRunResult _result;

    private GeneratorRun(Compilation output, GeneratorRunResult result, ImmutableArray<Diagnostic> reported)
    {
        _result = result;
        Reported = reported;
        Output = output;
        // Not what Roslyn adds of its own: the attribute that embeds.
        Files = result.GeneratedSources.Where(source => source.HintName.EndsWith(".g.cs", StringComparison.Ordinal)).ToImmutableSortedDictionary(source => source.HintName, source => source.SourceText.ToString(), StringComparer.Ordinal);
    }

    /// <summary>The user's project with what was generated.</summary>
    public Compilation Output { get; }

    /// <summary>What the generator itself says, which every build shows.</summary>
    public ImmutableArray<Diagnostic> Reported { get; }

    /// <summary>What was generated, by hint name.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; }

    /// <summary>The steps of the first run.</summary>
    public ImmutableDictionary<string, ImmutableArray<IncrementalGeneratorRunStep>> Steps => _result.TrackedSteps;

    /// <summary>Runs the generator on sources that are right: everything must compile without a warning, and no rule may speak up.</summary>
    public static async Task<GeneratorRun> OfAsync(params string[] sources)
    {
        var run = await WithDiagnosticsAsync(sources, UserProject.Newest);
        DiagnosticAssert.None("the generator", run.Reported);
        DiagnosticAssert.None("the analyzer", await run.AnalyzerDiagnosticsAsync());
        DiagnosticAssert.None("the compiler", run.CompilerDiagnostics());

        var older = Run(UserProject.Compile(sources, UserProject.Oldest), UserProject.Oldest, out _);
        DiagnosticAssert.None("the compiler of C# 13", older.CompilerDiagnostics());
        return run;
    }

    /// <summary>Runs the generator on sources that may be wrong; the caller asserts what is reported.</summary>
    public static Task<GeneratorRun> WithDiagnosticsAsync(string[] sources, LanguageVersion language)
    {
        var compilation = UserProject.Compile(sources, language);
        var run = Run(compilation, language, out var driver);
        Caching.AssertSecondRunIsCached(driver, compilation);
        return Task.FromResult(run);
    }

    /// <summary>A driver as the compiler makes one, but with its steps recorded.</summary>
    public static GeneratorDriver CreateDriver(LanguageVersion language = UserProject.Newest) => CSharpGeneratorDriver.Create(
        [new EventStreamGenerator().AsSourceGenerator()],
        parseOptions: UserProject.ParseOptions(language),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Warnings and errors of the compiler, but for the user's own missing documentation.</summary>
    public IEnumerable<Diagnostic> CompilerDiagnostics() => Output.GetDiagnostics()
        .Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1591");

    /// <summary>What the rules say, to sources and generated code alike, as in a build.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzerDiagnosticsAsync() =>
        await Output.WithAnalyzers([new EventStreamAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    private static GeneratorRun Run(Compilation compilation, LanguageVersion language, out GeneratorDriver driver)
    {
        driver = CreateDriver(language).RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported, TestContext.Current.CancellationToken);
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new GeneratorRun(output, result, [.. reported.Where(found => !found.IsSuppressed)]);
    }
}
