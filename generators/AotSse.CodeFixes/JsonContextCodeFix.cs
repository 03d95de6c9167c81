using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AotSse.CodeFixes;

/// <summary>Names a <c>JsonSerializerContext</c> of the project that lists what the generator cannot write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class JsonContextCodeFix() : EventStreamCodeFix("AOTSSE006")
{
    /// <summary>The property of a report with the type to list, as the parser sets it.</summary>
    private const string Listed = nameof(Listed);

    private const string Context = "System.Text.Json.Serialization.JsonSerializerContext";

    /// <inheritdoc/>
    protected override async Task RegisterAsync(CodeFixContext context, Diagnostic diagnostic, SyntaxNode root, MethodDeclarationSyntax method)
    {
        if (!diagnostic.Properties.TryGetValue(Listed, out var listed) || EventStreamSyntax.EventStream(method) is not { } attribute) return;
        if (await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation) return;
        if (compilation.GetTypeByMetadataName(Context) is not { } type) return;
        foreach (var found in await SymbolFinder.FindDerivedClassesAsync(type, context.Document.Project.Solution, cancellationToken: context.CancellationToken).ConfigureAwait(false))
        {
            if (!found.GetAttributes().Any(a => a.AttributeClass?.Name == "JsonSerializableAttribute" && a.ConstructorArguments.FirstOrDefault().Value is ITypeSymbol named && named.ToDisplayString() == listed)) continue;
            var name = ParseTypeName(found.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation);
            Offer(context, diagnostic, root, $"Let {found.Name} write it", attribute, attribute.With("JsonContext", TypeOfExpression(name)));
        }
    }
}
