using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the methods that declare streams.</summary>
internal static class StreamFinder
{
    /// <summary>Whether a node may declare a stream: any attribute may turn out to be ours, for there are aliases.</summary>
    public static bool MayDeclare(SyntaxNode node) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 };

    public static StreamModel? Get(GeneratorSyntaxContext context, CancellationToken cancellation) => DeclarationCache<StreamModel>.Get(context, Parse, cancellation);

    private static StreamModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellation) is not IMethodSymbol method) return null;

        // Both parts of a method show the attribute; it is looked at where it stands.
        if (method.Attribute(Names.EventStream) is not { ApplicationSyntaxReference: { } place } attribute || !context.Node.Holds(place)) return null;
        return StreamParser.Parse(method, attribute, default, cancellation);
    }
}
