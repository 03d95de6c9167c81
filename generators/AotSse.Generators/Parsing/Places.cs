using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AotSse.Generators.Parsing;

/// <summary>Where to report: the very words that are wrong.</summary>
internal static class Places
{
    /// <summary>The name of a symbol.</summary>
    public static Location? Place(this ISymbol symbol) => symbol.Locations.Length > 0 ? symbol.Locations[0] : null;

    /// <summary>What a method returns; of a stream of items the type of the items.</summary>
    public static Location? ReturnPlace(this IMethodSymbol method, bool item = false)
    {
        if (method.DeclaringSyntaxReferences is not [var part, ..] || part.GetSyntax() is not MethodDeclarationSyntax { ReturnType: var type }) return method.Place();
        while (item && type is QualifiedNameSyntax or AliasQualifiedNameSyntax) type = type is QualifiedNameSyntax qualified ? qualified.Right : ((AliasQualifiedNameSyntax)type).Name;
        return (item && type is GenericNameSyntax { TypeArgumentList.Arguments: [var argument] } ? argument : type).GetLocation();
    }

    /// <summary>A named argument of an attribute, or else the attribute.</summary>
    public static Location? Place(this AttributeData attribute, string name) => attribute.NamedPlace(name) ?? attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    /// <summary>A named argument of an attribute, if it is given.</summary>
    public static Location? NamedPlace(this AttributeData attribute, string name) => Arguments(attribute).FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.GetLocation();

    /// <summary>The route, the one argument of an attribute without a name.</summary>
    public static Location? RoutePlace(this AttributeData attribute) => Route(attribute)?.GetLocation() ?? attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation();

    /// <summary>The name of a parameter in the route, where the route is written out.</summary>
    public static Location? RoutePlace(this AttributeData attribute, string parameter)
    {
        if (Route(attribute) is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression, Token: var token } literal && token.Text == $"\"{token.ValueText}\"")
        {
            foreach (var before in new[] { "{", "{*", "{**" })
            {
                var start = token.ValueText.IndexOf(before + parameter, StringComparison.Ordinal);
                if (start >= 0) return Location.Create(literal.SyntaxTree, new TextSpan(token.SpanStart + 1 + start + before.Length, parameter.Length));
            }
        }

        return attribute.RoutePlace();
    }

    private static ExpressionSyntax? Route(AttributeData attribute) => Arguments(attribute).FirstOrDefault(argument => argument.NameEquals is null)?.Expression;

    private static SeparatedSyntaxList<AttributeArgumentSyntax> Arguments(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax { ArgumentList.Arguments: var arguments } ? arguments : default;
}
