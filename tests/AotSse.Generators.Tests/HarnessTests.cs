using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace AotSse.Generators.Tests;

/// <summary>The harness fails where it must: an assertion that cannot fail proves nothing.</summary>
public sealed class HarnessTests
{
    private const string Right = "using AotSse; public sealed partial class Prices { [EventStream(\"/prices\")] public partial void Changed(decimal price); }";

    [Fact]
    public void Marks_are_read_and_written()
    {
        var markup = Markup.Parse("a [|b|] {|AOTSSE006:c [|d|]|} [e]", "AOTSSE001");

        Assert.Equal("a b c d [e]", markup.Source);
        Assert.Equal([("AOTSSE001", "b"), ("AOTSSE006", "c d"), ("AOTSSE001", "d")], markup.Spans.Select(span => (span.Rule, markup.Source.Substring(span.Span.Start, span.Span.Length))));
        Assert.Equal("a {|AOTSSE001:b|} c", Markup.Write("a b c", [("AOTSSE001", new(2, 1))]));
    }

    [Fact]
    public async Task A_warning_in_generated_code_fails() =>
        await Assert.ThrowsAsync<FailException>(() => GeneratorRun.OfAsync(Right + " #warning"));

    [Fact]
    public async Task A_rule_that_speaks_up_fails_and_is_printed()
    {
        var failure = await Assert.ThrowsAsync<FailException>(() => GeneratorRun.OfAsync(Right.Replace("\"/prices\"", "\"prices\"", StringComparison.Ordinal)));

        Assert.Contains("AOTSSE004", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[|b|] c", "wrong")]
    [InlineData("b [|c|]", "message")]
    [InlineData("b c", "message")]
    public void Another_place_or_message_fails_and_prints_what_came(string expected, string message)
    {
        var tree = UserProject.Parse("b c", "Source1.cs");
        var rule = new DiagnosticDescriptor("AOTSSE001", "title", "message", "AotSse", DiagnosticSeverity.Error, isEnabledByDefault: true);
        var found = Diagnostic.Create(rule, Location.Create(tree, new(0, 1)));

        var failure = Assert.Throws<FailException>(() => DiagnosticAssert.Equal(Markup.Parse(expected, "AOTSSE001"), [message], [found]));

        Assert.Contains("{|AOTSSE001:b|} c", failure.Message, StringComparison.Ordinal);
        Assert.Contains("\"message\"", failure.Message, StringComparison.Ordinal);
        DiagnosticAssert.Equal(Markup.Parse("[|b|] c", "AOTSSE001"), ["message"], [found]);
    }

    [Fact]
    public void A_generator_that_works_again_at_every_edit_fails()
    {
        var compilation = UserProject.Compile([Right]);
        var driver = CSharpGeneratorDriver.Create(
                [new Restless().AsSourceGenerator()],
                parseOptions: UserProject.ParseOptions(UserProject.Newest),
                driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
            .RunGenerators(compilation, TestContext.Current.CancellationToken);

        Assert.Throws<TrueException>(() => Caching.AssertSecondRunIsCached(driver, compilation));
    }

    [Fact]
    public void Snapshots_that_differ_fail()
    {
        var snapshot = new Snapshot("NoStreams");

        Assert.ThrowsAny<XunitException>(() => snapshot.AssertMatches(System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty));
    }

    /// <summary>Its model holds the compilation.</summary>
    private sealed class Restless : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
            context.CompilationProvider.WithTrackingName(TrackingNames.Streams),
            static (output, _) => output.AddSource("Restless.g.cs", "class Restless;"));
    }
}
