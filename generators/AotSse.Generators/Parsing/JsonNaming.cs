namespace AotSse.Generators.Parsing;

/// <summary>Names in JSON as <c>JsonSerializerDefaults.Web</c> makes them.</summary>
internal static class JsonNaming
{
    /// <summary>Whether a name is text: surrogates stand in pairs only.</summary>
    public static bool IsText(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (!(i + 1 < name.Length && char.IsSurrogatePair(name[i], name[i + 1]))) return false;
            i++;
        }

        return true;
    }

    /// <summary>As <c>JsonNamingPolicy.CamelCase</c>: the first run of capitals becomes small, but for the one that begins the next word.</summary>
    public static string CamelCase(string name)
    {
        if (name.Length == 0 || !char.IsUpper(name[0])) return name;

        var chars = name.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            if (i == 1 && !char.IsUpper(chars[i])) break;
            var hasNext = i + 1 < chars.Length;
            if (i > 0 && hasNext && !char.IsUpper(chars[i + 1]))
            {
                // The space that policy checks for cannot stand in an identifier.
                break;
            }

            chars[i] = char.ToLowerInvariant(chars[i]);
        }

        return new string(chars);
    }
}
