using System.Text;

namespace AotSse.ContractDocuments;

/// <summary>Makes identifiers of texts: what is neither letter nor digit separates words.</summary>
internal static class Identifiers
{
    public static string Camel(string text)
    {
        var name = Pascal(text);
        return name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
    }

    public static string Pascal(string text)
    {
        var name = new StringBuilder();
        var isStart = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                isStart = true;
                continue;
            }

            if (name.Length == 0 && char.IsAsciiDigit(c)) name.Append('N');
            name.Append(isStart ? char.ToUpperInvariant(c) : c);
            isStart = false;
        }

        return name.ToString();
    }

    /// <summary>Makes a name that is not among those given, by a number behind it, and adds it to them.</summary>
    public static string Unique(string name, HashSet<string> given)
    {
        var unique = name;
        for (var number = 2; !given.Add(unique); number++) unique = name + number;
        return unique;
    }
}
