using System.Reflection;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Harness;

/// <summary>Proves that a run after an edit that concerns no stream does nothing again.</summary>
internal static class Caching
{
    /// <summary>Every name of <see cref="TrackingNames"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    public static void AssertSecondRunIsCached(GeneratorDriver driver, Compilation compilation)
    {
        var before = driver.GetRunResult().Results.Single();
        var edited = compilation.Clone().AddSyntaxTrees(UserProject.Parse("class Unrelated;", "Unrelated.cs", LanguageOf(compilation)));
        var after = driver.RunGenerators(edited, TestContext.Current.CancellationToken).GetRunResult().Results.Single();

        Assert.Equal(before.TrackedSteps.Keys.Intersect(Names).Order(), after.TrackedSteps.Keys.Intersect(Names).Order());
        foreach (var name in Names.Where(after.TrackedSteps.ContainsKey))
            foreach (var step in after.TrackedSteps[name]) AssertCached(name, step);
        foreach (var (name, steps) in after.TrackedOutputSteps)
        {
            // What is wrong is looked at anew, with the compilation at hand.
            if (name == WellKnownGeneratorOutputs.ImplementationSourceOutput && !before.Diagnostics.IsEmpty) continue;
            foreach (var step in steps) AssertCached(name, step);
        }
    }

    private static void AssertCached(string name, IncrementalGeneratorRunStep step)
    {
        foreach (var (value, reason) in step.Outputs)
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"Step '{name}' is {reason} after an unrelated edit: {value}");
    }

    private static Microsoft.CodeAnalysis.CSharp.LanguageVersion LanguageOf(Compilation compilation) =>
        ((Microsoft.CodeAnalysis.CSharp.CSharpCompilation)compilation).LanguageVersion;
}
