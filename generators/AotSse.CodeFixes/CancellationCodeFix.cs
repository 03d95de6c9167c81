using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AotSse.CodeFixes;

/// <summary>Adds the parameter with the token that ends a pull stream, or marks the one that is there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CancellationCodeFix() : EventStreamCodeFix("AOTSSE018")
{
    private const string Mark = "global::System.Runtime.CompilerServices.EnumeratorCancellation";
    private const string Parameter = "cancellation";

    /// <inheritdoc/>
    protected override async Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, MethodDeclarationSyntax method)
    {
        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model) return;
        foreach (var parameter in method.ParameterList.Parameters)
        {
            if ((model.GetDeclaredSymbol(parameter, context.CancellationToken) as IParameterSymbol)?.Type.ToDisplayString() != "System.Threading.CancellationToken") continue;
            var marked = parameter.WithoutLeadingTrivia().AddAttributeLists(MarkList()).WithLeadingTrivia(parameter.GetLeadingTrivia());
            Offer(context, diagnostic, root, "Mark with [EnumeratorCancellation]", parameter, marked);
            return;
        }

        var added = ParseParameterList($"(global::System.Threading.CancellationToken {Parameter})").Parameters[0];
        added = added.WithType(added.Type!.WithAdditionalAnnotations(Simplifier.Annotation)).AddAttributeLists(MarkList());
        var list = method.ParameterList;
        var parameters = list.Parameters.Count == 0
            ? SingletonSeparatedList(added)
            : SeparatedList(list.Parameters.Concat([added]), list.Parameters.GetSeparators().Concat([Token(Microsoft.CodeAnalysis.CSharp.SyntaxKind.CommaToken).WithTrailingTrivia(Space)]));
        Offer(context, diagnostic, root, "Add a CancellationToken", list, list.WithParameters(parameters));
    }

    private static AttributeListSyntax MarkList() => AttributeList(SingletonSeparatedList(Attribute(ParseName(Mark).WithAdditionalAnnotations(Simplifier.Annotation)))).WithTrailingTrivia(Space);
}
