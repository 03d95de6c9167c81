using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AotSse.CodeFixes;

/// <summary>Makes a method, and the types it stands in, <c>partial</c>; gives the method an accessibility, which a partial method with two parts must have.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakePartialCodeFix() : EventStreamCodeFix("AOTSSE001", "AOTSSE002")
{
    private const string Title = "Make partial";

    private static readonly SyntaxKind[] Accessibilities = [SyntaxKind.PublicKeyword, SyntaxKind.InternalKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword];

    /// <inheritdoc/>
    protected override Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, MethodDeclarationSyntax method)
    {
        // One node after the other: those around hold those within.
        var marked = method.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().Where(node => node is MethodDeclarationSyntax or TypeDeclarationSyntax && NeedsChange(node)).ToList();
        if (marked.Count == 0) return Task.CompletedTask;
        var tracked = root.TrackNodes(marked);
        foreach (var node in marked)
        {
            var current = tracked.GetCurrentNode(node)!;
            tracked = tracked.ReplaceNode(current, Changed(current));
        }

        Offer(context, diagnostic, root, Title, root, tracked);
        return Task.CompletedTask;
    }

    private static bool NeedsChange(MemberDeclarationSyntax node) => !node.Modifiers.Any(SyntaxKind.PartialKeyword) || (node is MethodDeclarationSyntax && !HasAccessibility(node));

    private static bool HasAccessibility(MemberDeclarationSyntax node) => node.Modifiers.Any(modifier => Accessibilities.Contains(modifier.Kind()));

    /// <summary>"partial" stands last, right before the keyword or the return type; comments before the first word stay before it.</summary>
    private static MemberDeclarationSyntax Changed(MemberDeclarationSyntax node)
    {
        var bare = node is MethodDeclarationSyntax or TypeDeclarationSyntax && node.Modifiers.Count == 0;
        var first = bare ? (node is MethodDeclarationSyntax method ? method.ReturnType.GetFirstToken() : ((TypeDeclarationSyntax)node).Keyword) : default;
        var leading = first.LeadingTrivia;
        if (bare) node = node.ReplaceToken(first, first.WithLeadingTrivia());

        var modifiers = node.Modifiers;
        if (node is MethodDeclarationSyntax && !HasAccessibility(node))
        {
            if (modifiers.Count > 0)
            {
                leading = modifiers[0].LeadingTrivia;
                modifiers = modifiers.Replace(modifiers[0], modifiers[0].WithLeadingTrivia());
            }

            modifiers = modifiers.Insert(0, Token(SyntaxKind.PublicKeyword).WithLeadingTrivia(leading).WithTrailingTrivia(Space));
            leading = default;
        }

        if (!modifiers.Any(SyntaxKind.PartialKeyword)) modifiers = modifiers.Add(Token(SyntaxKind.PartialKeyword).WithLeadingTrivia(leading).WithTrailingTrivia(Space));
        return node.WithModifiers(modifiers);
    }
}
