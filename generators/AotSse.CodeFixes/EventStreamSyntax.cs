using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace AotSse.CodeFixes;

/// <summary>Sets a named argument of a method's <c>[EventStream]</c>.</summary>
internal static class EventStreamSyntax
{
    public static AttributeSyntax? EventStream(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString().Split('.', ':').Last() is "EventStream" or "EventStreamAttribute");

    public static AttributeSyntax With(this AttributeSyntax attribute, string name, ExpressionSyntax value)
    {
        var arguments = attribute.ArgumentList ?? AttributeArgumentList();
        if (arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name) is { } old)
            return attribute.WithArgumentList(arguments.ReplaceNode(old.Expression, value));

        var added = AttributeArgument(NameEquals(name).NormalizeWhitespace().WithTrailingTrivia(Space), null, value);
        var separators = arguments.Arguments.GetSeparators().Concat(arguments.Arguments.Count > 0 ? [Token(Microsoft.CodeAnalysis.CSharp.SyntaxKind.CommaToken).WithTrailingTrivia(Space)] : []);
        return attribute.WithArgumentList(arguments.WithArguments(SeparatedList(arguments.Arguments.Concat([added]), separators)));
    }
}
