using System.Globalization;
using System.Text;

namespace AotSse.Generators.Planning;

/// <summary>Texts that are known at compile time, as they stand in JSON.</summary>
internal static class JsonEscape
{
    /// <summary>A string in quotes.</summary>
    public static string Quote(string text) => $"\"{Escape(text)}\"";

    /// <summary>Escapes as <c>JavaScriptEncoder.Default</c> does.</summary>
    public static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (var c in name)
        {
            if (c is >= ' ' and <= '~' and not ('"' or '&' or '\'' or '+' or '<' or '>' or '\\' or '`')) escaped.Append(c);
            else escaped.Append(c switch
            {
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                '\\' => "\\\\",
                _ => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
            });
        }

        return escaped.ToString();
    }
}
