using System.Collections.Concurrent;
using System.Collections.Immutable;
using AotSse.Generators.Diagnostics;
using AotSse.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AotSse.Generators;

/// <summary>Reports what is wrong in declarations of event streams, found by the generator's own parser.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventStreamAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotPartial, Rules.BadType, Rules.BadReturnType, Rules.BadRoute, Rules.UnmatchedRouteParameter, Rules.UnsupportedPayload,
        Rules.UnsupportedParameter, Rules.BadEventName, Rules.PushNeedsInstance, Rules.NoHub, Rules.BadSetting, Rules.RouteClash,
        Rules.CoalesceWithoutKey, Rules.BadJsonContext, Rules.EventClash, Rules.ReservedEventName, Rules.LostDefault, Rules.NoCancellation, Rules.SettingClash,
        Rules.BadClient, Rules.UnreadablePayload,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeClient, SymbolKind.NamedType);
        context.RegisterCompilationStartAction(static compilation =>
        {
            var streams = new ConcurrentBag<DeclaredStream>();
            compilation.RegisterSyntaxNodeAction(node => Analyze(node, streams), SyntaxKind.MethodDeclaration);
            compilation.RegisterCompilationEndAction(end => RouteClashes.Report(streams, new DiagnosticSink(end.ReportDiagnostic)));
        });
    }

    private static void AnalyzeClient(SymbolAnalysisContext context)
    {
        if (context.Symbol.Attribute(Names.EventStreamClient) is { } attribute)
            ClientParser.Parse((INamedTypeSymbol)context.Symbol, attribute, new DiagnosticSink(context.ReportDiagnostic), context.CancellationToken);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ConcurrentBag<DeclaredStream> streams)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        if (!StreamFinder.MayDeclare(declaration)) return;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } method) return;

        // Both parts of a method show the attribute; it is looked at where it stands.
        if (method.Attribute(Names.EventStream) is not { ApplicationSyntaxReference: { } place } attribute) return;
        if (!declaration.Holds(place)) return;

        var sink = new DiagnosticSink(context.ReportDiagnostic);
        if (StreamParser.Parse(method, attribute, sink, context.CancellationToken) is not { } model) return;
        streams.Add(new DeclaredStream(model, method, attribute));
        Advice.Report(model, method, declaration, attribute, sink);
    }
}
