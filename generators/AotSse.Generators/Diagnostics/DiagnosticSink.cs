using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Diagnostics;

/// <summary>Takes what the parser finds wrong. Where the generator makes models it passes one that drops everything.</summary>
/// <param name="report">Reports, if anybody listens.</param>
internal readonly struct DiagnosticSink(Action<Diagnostic>? report)
{
    public void Report(DiagnosticDescriptor rule, Location? location, params object?[] arguments) =>
        report?.Invoke(Diagnostic.Create(rule, location, arguments));

    /// <summary>Reports with what a code fix needs to know.</summary>
    public void Report(DiagnosticDescriptor rule, Location? location, ImmutableDictionary<string, string?> properties, params object?[] arguments) =>
        report?.Invoke(Diagnostic.Create(rule, location, properties, arguments));
}
