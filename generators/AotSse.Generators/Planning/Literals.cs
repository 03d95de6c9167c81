using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Planning;

/// <summary>Texts as C# literals.</summary>
internal static class Literals
{
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public static string QuoteUtf8(string text) => Quote(text) + "u8";
}
