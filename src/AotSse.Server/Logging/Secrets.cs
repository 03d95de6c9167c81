using System.Buffers;
using System.Text;

namespace AotSse.Server.Logging;

/// <summary>Takes credentials out of what is logged: whole requests are, at level Information, and tokens may stand in their URLs.</summary>
internal static class Secrets
{
    private static readonly string[] Parameters = ["token=", "ticket="];
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" &\"'\r\n");

    /// <summary>The text with the values of the query parameters <c>token</c> and <c>ticket</c> replaced.</summary>
    public static string Hide(string text)
    {
        foreach (var parameter in Parameters)
            if (text.Contains(parameter, StringComparison.OrdinalIgnoreCase)) text = Hide(text, parameter);
        return text;
    }

    private static string Hide(string text, string parameter)
    {
        var hidden = new StringBuilder(text.Length);
        var done = 0;
        for (int start; (start = text.IndexOf(parameter, done, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            start += parameter.Length;
            hidden.Append(text, done, start - done).Append("***");
            var end = text.AsSpan(start).IndexOfAny(ValueEnds);
            done = end < 0 ? text.Length : start + end;
        }

        return hidden.Append(text, done, text.Length - done).ToString();
    }
}
