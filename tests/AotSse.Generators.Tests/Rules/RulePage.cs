using System.Text.RegularExpressions;

namespace AotSse.Generators.Tests.Rules;

/// <summary>The page of a rule in <c>docs/rules</c>.</summary>
/// <param name="Title">Its first line.</param>
/// <param name="Headings">Its headings, in order.</param>
/// <param name="Examples">The code below a heading, where there is any.</param>
internal sealed record RulePage(string Title, IReadOnlyList<string> Headings, IReadOnlyDictionary<string, string> Examples)
{
    public static string Folder { get; } = Path.Combine(Places.Repository, "docs", "rules");

    public static RulePage Read(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        var sections = Regex.Split(text, "^## ", RegexOptions.Multiline);
        var examples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var section in sections.Skip(1))
            if (Regex.Match(section, "```csharp\n(.*?)```", RegexOptions.Singleline) is { Success: true } code) examples.Add(HeadingOf(section), code.Groups[1].Value);
        return new RulePage(sections[0].Trim().TrimStart('#').Trim(), [.. sections.Skip(1).Select(HeadingOf)], examples);
    }

    private static string HeadingOf(string section) => section[..section.IndexOf('\n', StringComparison.Ordinal)];
}
