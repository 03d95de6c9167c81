using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Parsing;

/// <summary>Reads the summary of XML documentation. There is none where the project does not generate documentation: the compiler does not read it then.</summary>
internal static class Documentation
{
    public static string? Summary(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml)) return null;
        try
        {
            return XElement.Parse(xml).Element("summary") is { } summary && Normalize(summary.Value) is { Length: > 0 } text ? text : null;
        }
        catch (XmlException)
        {
            // Badly formed documentation is the compiler's to report.
            return null;
        }
    }

    private static string Normalize(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
