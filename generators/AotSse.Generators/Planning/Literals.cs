using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Planning;

/// <summary>Texts as C# literals, and which are its words.</summary>
internal static class Literals
{
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static bool IsKeyword(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None;

    public static string QuoteUtf8(string text) => Quote(text) + "u8";
}
