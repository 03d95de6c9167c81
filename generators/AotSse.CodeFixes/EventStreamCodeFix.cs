using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.CodeFixes;

/// <summary>What the fixes have in common: each mends one declaration of a method in its file.</summary>
/// <param name="rules">The rules it mends.</param>
public abstract class EventStreamCodeFix(params string[] rules) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. rules];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (var diagnostic in context.Diagnostics)
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method) await RegisterAsync(context, diagnostic, root, method).ConfigureAwait(false);
    }

    /// <summary>Offers what mends a method.</summary>
    /// <param name="context">Where to offer it.</param>
    /// <param name="diagnostic">What is wrong.</param>
    /// <param name="root">The file.</param>
    /// <param name="method">The method.</param>
    protected abstract Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, MethodDeclarationSyntax method);

    /// <summary>Offers to replace nodes of the file.</summary>
    private protected static void Offer(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, string title, IReadOnlyDictionary<SyntaxNode, SyntaxNode> replaced) =>
        context.RegisterCodeFix(
            CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNodes(replaced.Keys, (old, _) => replaced[old]))), title),
            diagnostic);

    /// <summary>Offers to replace one node of the file.</summary>
    private protected static void Offer(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, string title, SyntaxNode old, SyntaxNode replacement) =>
        Offer(context, diagnostic, root, title, new Dictionary<SyntaxNode, SyntaxNode> { [old] = replacement });
}
