using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AotSse.Generators.Parsing;

/// <summary>
/// Reads XML documentation. Of source it reads the comment itself: the compiler's own reading binds every <c>cref</c>, and does nothing where the
/// project generates no documentation. Of a referenced assembly it takes the XML file beside it, if there is one.
/// </summary>
internal static class Documentation
{
    /// <summary>The summary of a symbol as one line.</summary>
    public static string? Summary(ISymbol symbol) => symbol switch
    {
        // A positional property of a record is documented as its parameter.
        IPropertySymbol { ContainingType.IsRecord: true } => Element(symbol, "summary") ?? Element(symbol.ContainingType, "param", symbol.Name),
        _ => Element(symbol, "summary"),
    };

    /// <summary>What a method says of its parameter, as one line.</summary>
    public static string? Parameter(IMethodSymbol method, string name) =>
        Element(method, "param", name) ?? (method.PartialImplementationPart is { } body ? Element(body, "param", name) : null);

    private static string? Element(ISymbol symbol, string element, string? name = null)
    {
        if (XmlOf(symbol) is not { } xml || xml.IndexOf(element, StringComparison.Ordinal) < 0) return null;
        try
        {
            var found = XElement.Parse(xml).Descendants(element).FirstOrDefault(e => name is null || (string?)e.Attribute("name") == name);
            return found is not null && Normalize(TextOf(found)) is { Length: > 0 } text ? text : null;
        }
        catch (XmlException)
        {
            // Badly formed documentation is the compiler's to report.
            return null;
        }
    }

    private static string? XmlOf(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences.IsEmpty) return symbol.GetDocumentationCommentXml() is { Length: > 0 } xml ? xml : null;
        foreach (var part in symbol.DeclaringSyntaxReferences)
        {
            var node = part.GetSyntax();
            if (node is VariableDeclaratorSyntax) node = node.FirstAncestorOrSelf<FieldDeclarationSyntax>();
            if (node is not (null or ParameterSyntax) && CommentOf(node) is { } comment) return $"<doc>{comment}</doc>";
        }

        return null;
    }

    /// <summary>The text of <c>///</c> and <c>/** */</c> before a declaration: a comment like any other where documentation is not read.</summary>
    private static string? CommentOf(SyntaxNode node)
    {
        StringBuilder? text = null;
        foreach (var trivia in node.GetLeadingTrivia())
        {
            if (trivia.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)) continue;
            foreach (var line in trivia.ToFullString().Split('\n'))
            {
                var trimmed = line.Trim();
                if (trimmed.StartsWith("///", StringComparison.Ordinal)) trimmed = trimmed.Substring(3);
                else if (trivia.Kind() is SyntaxKind.MultiLineDocumentationCommentTrivia || trimmed.StartsWith("/**", StringComparison.Ordinal)) trimmed = trimmed.Trim('/', '*');
                else continue;
                (text ??= new StringBuilder()).Append(trimmed).Append('\n');
            }
        }

        return text?.ToString();
    }

    /// <summary>Text, with references by the name of what they refer to.</summary>
    private static string TextOf(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            if (node is XText { Value: var value }) text.Append(value);
            else if (node is XElement inner) text.Append(inner.IsEmpty ? NameIn(inner) : inner.Name.LocalName == "para" ? $" {TextOf(inner)} " : TextOf(inner));
        }

        return text.ToString();
    }

    private static string NameIn(XElement reference)
    {
        var name = (string?)reference.Attribute("langword") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("href") ?? " ";
        if (reference.Attribute("cref") is null) return name;
        var end = name.IndexOfAny(['(', '{', '`']);
        if (end >= 0) name = name.Substring(0, end);
        return name.Substring(name.LastIndexOfAny(['.', ':']) + 1);
    }

    private static string Normalize(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
