using System.Text;
using AotSse.Generators.Model;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the parameters of an ASP.NET Core route pattern: <c>/a/{name}/{id:int}/{**rest}</c>. Refuses what mapping would refuse at the start of the app.</summary>
internal static class RouteParser
{
    /// <param name="route">The pattern.</param>
    /// <param name="parameters">Its parameters in order.</param>
    /// <returns>What is wrong with the pattern, or <see langword="null"/>.</returns>
    public static string? Parse(string route, out EquatableArray<RouteParameter> parameters)
    {
        parameters = default;
        if (route.Length == 0 || route[0] != '/') return "it must begin with a slash";

        var found = new List<RouteParameter>();
        for (var i = 0; i < route.Length; i++)
        {
            var c = route[i];
            var isDoubled = i + 1 < route.Length && route[i + 1] == c;
            if (char.IsControl(c) || c is '?') return "it may contain neither '?' nor control characters outside of parameters";
            if (c is '/' && isDoubled) return "two slashes stand next to each other";
            if (c is '{' or '}' && isDoubled) i++;
            else if (c is '}') return "a '}' has no '{' before it";
            else if (c is '{')
            {
                var end = EndOfParameter(route, i + 1);
                if (end < 0) return "a '{' has no '}' after it";
                var text = route.Substring(i + 1, end - i - 1);
                if (Objection(text, found) is { } objection) return objection;
                if (text[0] == '*' && (route[i - 1] != '/' || end + 1 < route.Length)) return "a catch-all parameter must be the whole last segment";
                if (end + 1 < route.Length && route[end + 1] == '{' && EndOfParameter(route, end + 2) >= 0) return "two parameters stand next to each other without a text between them";
                found.Add(new RouteParameter(NameOf(text), text[0] == '*', text.EndsWith("?", StringComparison.Ordinal) || text.IndexOf('=') >= 0));
                i = end;
            }
        }

        parameters = found.ToEquatable();
        return null;
    }

    /// <summary>The pattern without the names of its parameters and without case: two routes with the same shape match the same requests.</summary>
    public static string ShapeOf(string route)
    {
        var shape = new StringBuilder();
        for (var i = 0; i < route.Length; i++)
        {
            var isDoubled = i + 1 < route.Length && route[i + 1] == route[i];
            if (route[i] != '{' || isDoubled)
            {
                shape.Append(char.ToUpperInvariant(route[i]));
                if (isDoubled && route[i] is '{' or '}') shape.Append(route[i++]);
                continue;
            }

            var end = EndOfParameter(route, i + 1);
            var text = route.Substring(i + 1, end - i - 1);
            shape.Append(text[0] == '*' ? "{*" : "{").Append(ConstraintsOf(text)).Append('}');
            i = end;
        }

        return shape.ToString().TrimEnd('/');
    }

    /// <summary>The pattern as a path with the names of its parameters alone, as other descriptions write it.</summary>
    public static string PathOf(string route)
    {
        var path = new StringBuilder();
        for (var i = 0; i < route.Length; i++)
        {
            var isDoubled = i + 1 < route.Length && route[i + 1] == route[i];
            if (route[i] is '{' && !isDoubled)
            {
                var end = EndOfParameter(route, i + 1);
                path.Append('{').Append(NameOf(route.Substring(i + 1, end - i - 1))).Append('}');
                i = end;
            }
            else if (route[i] is '{' or '}')
            {
                // A brace of the path itself.
                path.Append(route[i] == '{' ? "%7B" : "%7D");
                i++;
            }
            else path.Append(route[i]);
        }

        return path.ToString();
    }

    /// <summary>The pattern taken apart: literal text with single braces, and the texts of parameters.</summary>
    public static IEnumerable<(string Text, bool IsParameter)> Split(string route)
    {
        var literal = new StringBuilder();
        for (var i = 0; i < route.Length; i++)
        {
            var isDoubled = i + 1 < route.Length && route[i + 1] == route[i];
            if (route[i] is not ('{' or '}') || isDoubled)
            {
                literal.Append(route[i]);
                if (isDoubled && route[i] is '{' or '}') i++;
                continue;
            }

            if (literal.Length > 0) yield return (literal.ToString(), false);
            literal.Clear();
            var end = EndOfParameter(route, i + 1);
            yield return (route.Substring(i + 1, end - i - 1), true);
            i = end;
        }

        if (literal.Length > 0) yield return (literal.ToString(), false);
    }

    /// <summary>The name in the text of a parameter.</summary>
    public static string NameOf(string parameter)
    {
        var name = parameter.StartsWith("**", StringComparison.Ordinal) ? parameter.Substring(2) : parameter.StartsWith("*", StringComparison.Ordinal) ? parameter.Substring(1) : parameter;
        var end = name.IndexOfAny([':', '=', '?']);
        return (end < 0 ? name : name.Substring(0, end)).Trim();
    }

    private static string? Objection(string parameter, List<RouteParameter> before)
    {
        var name = NameOf(parameter);
        if (name.Length == 0) return "a parameter has no name";
        if (name.IndexOfAny(['/', '*', '{', '}']) >= 0) return $"'{name}' is no name of a parameter";
        if (parameter[0] == '*' && parameter.EndsWith("?", StringComparison.Ordinal)) return $"the catch-all parameter '{name}' cannot be optional: it matches nothing as well";
        return before.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)) ? $"the parameter '{name}' stands in it twice" : null;
    }

    /// <summary>The closing brace; doubled braces belong to a constraint.</summary>
    private static int EndOfParameter(string route, int start)
    {
        for (var i = start; i < route.Length; i++)
        {
            if (route[i] is not ('{' or '}')) continue;
            if (i + 1 < route.Length && route[i + 1] == route[i]) i++;
            else return route[i] == '}' ? i : -1;
        }

        return -1;
    }

    /// <summary>Constraints narrow what a parameter matches; a default value and a question mark do not.</summary>
    private static string ConstraintsOf(string parameter)
    {
        var start = parameter.IndexOf(':');
        if (start < 0) return "";
        var end = parameter.LastIndexOf('=');
        return (end < start ? parameter.Substring(start) : parameter.Substring(start, end - start)).TrimEnd('?');
    }
}
