using AotSse.Generators.Diagnostics;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>Finds what works, but hardly as it was meant. The generator does not ask for it.</summary>
internal static class Advice
{
    /// <param name="stream">The stream, which is right.</param>
    /// <param name="method">Its method.</param>
    /// <param name="declaration">The part with the attribute.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="sink">Where to report.</param>
    public static void Report(StreamModel stream, IMethodSymbol method, MethodDeclarationSyntax declaration, AttributeData attribute, DiagnosticSink sink)
    {
        if (stream.EventName is { } name && UseOf(name) is { } use) sink.Report(Rules.ReservedEventName, attribute.NamedPlace("Event") ?? method.Place(), name, use);
        if (stream.Pull is null) return;
        if (StreamParser.UserDeclaration(method) is null) LostDefaults(declaration, sink);
        if (!NoticesCancellation(method)) sink.Report(Rules.NoCancellation, method.Place(), method.Name);
    }

    /// <summary>What <c>EventSource</c> itself does with an event of this name (WHATWG HTML, section 9.2).</summary>
    private static string? UseOf(string name) => name switch
    {
        "open" => "when a connection is made",
        "error" => "when a connection is lost",
        "message" => "for events without a name",
        _ => null,
    };

    private static void LostDefaults(MethodDeclarationSyntax declaration, DiagnosticSink sink)
    {
        foreach (var parameter in declaration.ParameterList.Parameters)
            if (parameter.Default is { } value) sink.Report(Rules.LostDefault, value.GetLocation(), parameter.Identifier.ValueText);
    }

    /// <summary>
    /// A method with a token must take the one of its enumerator. One without a token may end by itself: only one that waits in a loop of its own, or for items of another stream, is thought not to.
    /// </summary>
    private static bool NoticesCancellation(IMethodSymbol method)
    {
        var body = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).OfType<MethodDeclarationSyntax>().FirstOrDefault();
        if (body is null || !body.Modifiers.Any(SyntaxKind.AsyncKeyword)) return true;

        var tokens = (method.PartialImplementationPart ?? method).Parameters.Where(parameter => parameter.Type.Is("System.Threading.CancellationToken")).ToList();
        if (tokens.Count > 0) return tokens.Exists(token => token.Attribute(Names.EnumeratorCancellation) is not null);
        return !body.DescendantNodes(node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).Any(IsWaitInLoop);
    }

    private static bool IsWaitInLoop(SyntaxNode node) =>
        node is ForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }
        || (node is AwaitExpressionSyntax && node.Ancestors().Any(ancestor => ancestor is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax));
}
