using System.Text.RegularExpressions;

namespace AotSse.EndToEnd.Tests;

/// <summary>What <c>--help</c> lists, the documentation lists, and a test uses; and what is claimed, a test shows.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Projects = ["AotSse.EndToEnd.Tests", "AotSse.Cluster.Tests"];

    [Fact]
    public async Task Every_setting_stands_in_the_help_in_the_documentation_and_in_a_test()
    {
        var help = (await Command.RunServerAsync(new() { Port = null, Control = null, MoreArguments = ["--help"] })).Output;
        var settings = Entry().Matches(help).Select(match => (Option: match.Groups["option"].Value, Variable: match.Groups["variable"].Value)).Order().ToList();
        Assert.True(settings.Count > 20, help);
        Assert.Equal(settings, Documented("docs/operations.md").Order());

        var tests = string.Concat(TestFiles().Where(static file => !file.Contains("CommandLineTests", StringComparison.Ordinal)).Select(File.ReadAllText));
        var unused = settings.Where(setting => !Regex.IsMatch(tests, $"\"({setting.Option}|{setting.Variable})\"|\\b{setting.Variable}="));
        Assert.Empty(unused);
    }

    [Fact]
    public void What_the_README_says_of_us_beside_others_names_tests_that_there_are()
    {
        var rows = File.ReadLines(Path.Combine(NativeBinary.RepositoryRoot, "README.md")).SkipWhile(static line => !line.EndsWith("| shown by |", StringComparison.Ordinal)).Skip(2).TakeWhile(static line => line.StartsWith('|')).ToList();
        Assert.NotEmpty(rows);
        foreach (var columns in rows.Select(static row => row.Split('|')))
        {
            var tests = Code().Matches(columns[6]).Select(match => match.Groups[1].Value).ToList();
            Assert.True(tests.Count > 0 || columns[2].Trim() is "no" or "not yet", $"Nothing shows that{columns[1]}");
            Assert.All(tests, static test => Assert.Contains(TestFiles(), file => Path.GetFileNameWithoutExtension(file) == test));
        }
    }

    /// <summary>The tests of the native server, alone and behind a broker.</summary>
    private static IEnumerable<string> TestFiles() => Projects
        .SelectMany(static project => Directory.GetFiles(Path.Combine(NativeBinary.RepositoryRoot, "tests", project), "*.cs", SearchOption.AllDirectories));

    /// <summary>The rows of the table; one may hold several settings, of which the first column has the variables and the second the options.</summary>
    private static IEnumerable<(string Option, string Variable)> Documented(string file)
    {
        foreach (var line in File.ReadLines(Path.Combine(NativeBinary.RepositoryRoot, file)))
        {
            var columns = line.Split('|');
            if (columns.Length < 5) continue;
            var variables = Code().Matches(columns[1]).Select(match => match.Groups[1].Value).ToList();
            var options = Code().Matches(columns[2]).Select(match => match.Groups[1].Value).Where(option => option.StartsWith("--", StringComparison.Ordinal)).ToList();
            if (options.Count == 0) continue;
            Assert.Equal(variables.Count, options.Count);
            for (var i = 0; i < options.Count; i++) yield return (options[i], variables[i]);
        }
    }

    [GeneratedRegex(@"^ *(?<option>--[a-z-]+) <value>.*?\[env: (?<variable>[A-Z_]+)\]", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Entry();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
