using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AotSse.CodeFixes;

/// <summary>Gives an event whose name another payload has the name of its method, with a number where that is taken too.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RenameEventCodeFix() : EventStreamCodeFix("AOTSSE015")
{
    /// <inheritdoc/>
    protected override Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, MethodDeclarationSyntax method)
    {
        if (EventStreamSyntax.EventStream(method) is not { } attribute) return Task.CompletedTask;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
            if (EventStreamSyntax.EventStream(other) is { } found) taken.Add(NameOf(other, found));

        var own = CamelCase(method.Identifier.ValueText);
        var name = own;
        for (var number = 2; taken.Contains(name); number++) name = own + number;
        Offer(context, diagnostic, root, $"Rename the event to \"{name}\"", attribute, attribute.With("Event", LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(name))));
        return Task.CompletedTask;
    }

    private static string NameOf(MethodDeclarationSyntax method, AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Event")?.Expression is LiteralExpressionSyntax literal
            ? literal.Token.ValueText
            : CamelCase(method.Identifier.ValueText);

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
