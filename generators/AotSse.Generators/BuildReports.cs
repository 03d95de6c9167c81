using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using AotSse.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators;

/// <summary>
/// Says in a build what the analyzer says of wrong declarations. A method whose second part is missing ends a build before any analyzer is asked: all one would
/// read is that the part is missing, but not why. What both report the compiler prints once.
/// </summary>
internal static class BuildReports
{
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<StreamDeclaration> declarations)
    {
        // Only a project with a wrong declaration hands its compilation on. For all others nothing here ever changes, and nothing is kept.
        var refused = declarations
            .Where(static declaration => declaration.Stream is null)
            .Collect()
            .Combine(context.CompilationProvider)
            .Select(static (both, _) => both.Left.IsEmpty ? null : both.Right);

        context.RegisterImplementationSourceOutput(refused, static (output, compilation) =>
        {
            if (compilation is not null) Report(compilation, new DiagnosticSink(output.ReportDiagnostic), output.CancellationToken);
        });
    }

    private static void Report(Compilation compilation, DiagnosticSink sink, CancellationToken cancellation)
    {
        foreach (var tree in compilation.SyntaxTrees)
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes().Where(StreamFinder.MayDeclare)) StreamFinder.Parse(compilation.GetSemanticModel(tree), node, sink, cancellation);
    }
}
