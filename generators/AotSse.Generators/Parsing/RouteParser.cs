using AotSse.Generators.Model;

namespace AotSse.Generators.Parsing;

/// <summary>Finds the parameters of an ASP.NET Core route pattern: <c>/a/{name}/{id:int}/{**rest}</c>.</summary>
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
            if (c is '{' or '}' && isDoubled) i++;
            else if (c is '}') return "a '}' has no '{' before it";
            else if (c is '{')
            {
                var end = EndOfParameter(route, i + 1);
                if (end < 0) return "a '{' has no '}' after it";
                var name = NameOf(route.Substring(i + 1, end - i - 1));
                if (name.Length == 0) return "a parameter has no name";
                if (found.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))) return $"the parameter '{name}' stands in it twice";
                found.Add(new RouteParameter(name));
                i = end;
            }
        }

        parameters = found.ToEquatable();
        return null;
    }

    /// <summary>The pattern without the names of its parameters: two routes with the same shape match the same requests.</summary>
    public static string ShapeOf(string route, EquatableArray<RouteParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            foreach (var opening in new[] { "{", "{*", "{**" })
                route = route.Replace(opening + parameter.Name, opening);
        }

        return route.TrimEnd('/').ToUpperInvariant();
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

    private static string NameOf(string parameter)
    {
        var name = parameter.TrimStart('*');
        var end = name.IndexOfAny([':', '=', '?']);
        return (end < 0 ? name : name.Substring(0, end)).Trim();
    }
}
