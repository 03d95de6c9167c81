using System.Text;
using AotSse.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Parsing;

/// <summary>Names a stream after its route, and says how its address is put together.</summary>
internal static class RouteNames
{
    /// <summary><c>/orders/{id}/lines</c> is <c>OrdersLines</c>; a route of parameters alone is named after its type.</summary>
    public static string Of(string route, string typeName)
    {
        var name = new StringBuilder();
        foreach (var (text, isParameter) in RouteParser.Split(route))
        {
            var isStart = true;
            if (isParameter) continue;
            foreach (var c in text)
            {
                var isPart = name.Length == 0 ? SyntaxFacts.IsIdentifierStartCharacter(c) : SyntaxFacts.IsIdentifierPartCharacter(c);
                if (isPart) name.Append(isStart ? char.ToUpperInvariant(c) : c);
                isStart = !isPart;
            }
        }

        return name.Length > 0 ? name.ToString() : typeName;
    }

    /// <summary>The address, relative to that of the client.</summary>
    public static EquatableArray<PathPart> PathOf(string route, IReadOnlyList<ClientArgument> arguments)
    {
        var parts = new List<PathPart>();
        foreach (var (text, isParameter) in RouteParser.Split(route))
        {
            if (!isParameter)
            {
                var literal = parts.Count == 0 ? text.TrimStart('/') : text;
                if (literal.Length > 0) parts.Add(new PathPart(string.Join("/", literal.Split('/').Select(Uri.EscapeDataString))));
                continue;
            }

            // A parameter that the method does not take has a default, or may be left out.
            var name = RouteParser.NameOf(text);
            if (arguments.FirstOrDefault(a => a.Source == ArgumentSource.Route && string.Equals(a.SourceName, name, StringComparison.OrdinalIgnoreCase)) is { } argument)
                parts.Add(new PathPart(argument.Name, name, text[0] == '*'));
        }

        return parts.ToEquatable();
    }
}
