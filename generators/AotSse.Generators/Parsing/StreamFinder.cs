using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the methods that declare streams.</summary>
internal static class StreamFinder
{
    /// <summary>Whether a node may declare a stream: any attribute may turn out to be ours, for there are aliases.</summary>
    public static bool MayDeclare(SyntaxNode node) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 };

    public static StreamDeclaration? Get(GeneratorSyntaxContext context, CancellationToken cancellation) =>
        DeclarationCache<StreamDeclaration>.Get(context, static (found, cancellation) => Parse(found.SemanticModel, found.Node, default, cancellation), cancellation);

    /// <returns><see langword="null"/> when the node declares none.</returns>
    public static StreamDeclaration? Parse(SemanticModel model, SyntaxNode node, DiagnosticSink sink, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(node, cancellation) is not IMethodSymbol method) return null;

        // Both parts of a method show the attribute; it is looked at where it stands.
        if (method.Attribute(Names.EventStream) is not { ApplicationSyntaxReference: { } place } attribute || !node.Holds(place)) return null;
        return new StreamDeclaration(StreamParser.Parse(method, attribute, sink, cancellation));
    }
}
