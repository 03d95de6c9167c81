using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the classes that are clients.</summary>
internal static class ClientFinder
{
    /// <summary>Whether a node may be a client: any attribute may turn out to be ours, for there are aliases.</summary>
    public static bool MayDeclare(SyntaxNode node) => node is ClassDeclarationSyntax { AttributeLists.Count: > 0 };

    public static ClientModel? Get(GeneratorSyntaxContext context, CancellationToken cancellation) => DeclarationCache<ClientModel>.Get(context, Parse, cancellation);

    private static ClientModel? Parse(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellation) is not INamedTypeSymbol type) return null;

        // All parts of a class show the attribute; it is looked at where it stands.
        if (type.Attribute(Names.EventStreamClient) is not { ApplicationSyntaxReference: { } place } attribute || !context.Node.Holds(place)) return null;
        return ClientParser.Parse(type, attribute, default, cancellation);
    }
}
