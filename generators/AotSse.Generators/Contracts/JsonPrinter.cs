using System.Globalization;
using System.Text;

namespace AotSse.Generators.Contracts;

/// <summary>Prints JSON for people: what fits on a line stands on one.</summary>
internal static class JsonPrinter
{
    private const int MaxLine = 120;

    public static string Print(object value)
    {
        var text = new StringBuilder();
        Print(value, 0, text);
        return text.ToString();
    }

    private static void Print(object value, int depth, StringBuilder text)
    {
        var line = new StringBuilder();
        PrintLine(value, line);
        if (line.Length + (depth * 2) <= MaxLine || value is not (JsonObject or List<object>))
        {
            text.Append(line);
            return;
        }

        var isObject = value is JsonObject;
        text.Append(isObject ? '{' : '[');
        var isFirst = true;
        foreach (var (name, item) in ItemsOf(value))
        {
            text.Append(isFirst ? "\n" : ",\n").Append(' ', (depth + 1) * 2);
            if (isObject) Quote(name, text).Append(": ");
            Print(item, depth + 1, text);
            isFirst = false;
        }

        text.Append('\n').Append(' ', depth * 2).Append(isObject ? '}' : ']');
    }

    private static void PrintLine(object value, StringBuilder text)
    {
        switch (value)
        {
            case string s:
                Quote(s, text);
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case JsonObject or List<object>:
                var isObject = value is JsonObject;
                text.Append(isObject ? "{" : "[");
                var separator = isObject ? " " : "";
                foreach (var (name, item) in ItemsOf(value))
                {
                    text.Append(separator);
                    if (isObject) Quote(name, text).Append(": ");
                    PrintLine(item, text);
                    separator = ", ";
                }

                text.Append(!isObject ? "]" : separator == " " ? "}" : " }");
                break;
            default:
                text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static IEnumerable<(string Name, object Value)> ItemsOf(object value) => value is JsonObject members
        ? members.Select(member => (member.Key, member.Value))
        : ((List<object>)value).Select(item => ("", item));

    /// <summary>Escapes what JSON, or the C# literal around it, does not take as it is: so texts stay readable in every language.</summary>
    private static StringBuilder Quote(string value, StringBuilder text)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var isPair = char.IsSurrogatePair(value, i);
            if (isPair) text.Append(c).Append(value[++i]);
            else if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF') text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text.Append('"');
    }
}
