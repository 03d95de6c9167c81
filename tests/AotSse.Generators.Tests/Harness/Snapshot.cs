using System.Collections.Immutable;

namespace AotSse.Generators.Tests.Harness;

/// <summary>
/// A case of the snapshot tests: a folder with what a user writes, <c>Source.cs</c>, and what the generator makes of it. With
/// <c>AOTSSE_ACCEPT_SNAPSHOTS=1</c> a run rewrites the files and still fails, so that nobody leaves the switch on.
/// </summary>
internal sealed class Snapshot(string name)
{
    private const string AcceptSwitch = "AOTSSE_ACCEPT_SNAPSHOTS";
    private const string SourceFile = "Source.cs";

    private readonly string _folder = Path.Combine(Places.Snapshots, name);

    /// <summary>The cases there are.</summary>
    public static IEnumerable<string> Names => Directory.GetDirectories(Places.Snapshots).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string Source => File.ReadAllText(Path.Combine(_folder, SourceFile));

    public void AssertMatches(ImmutableSortedDictionary<string, string> files)
    {
        if (Environment.GetEnvironmentVariable(AcceptSwitch) == "1")
        {
            Accept(files);
            Assert.Fail($"The snapshots of '{name}' were rewritten. Read the difference, then run again without {AcceptSwitch}.");
        }

        Assert.Equal(files.Keys, Stored().Keys);
        foreach (var (file, text) in Stored()) Assert.Equal(text, files[file]);
    }

    private SortedDictionary<string, string> Stored() => new(
        Directory.GetFiles(_folder, "*.g.cs").ToDictionary(file => Path.GetFileName(file), File.ReadAllText), StringComparer.Ordinal);

    private void Accept(ImmutableSortedDictionary<string, string> files)
    {
        foreach (var stale in Directory.GetFiles(_folder, "*.g.cs")) File.Delete(stale);
        foreach (var (file, text) in files) File.WriteAllText(Path.Combine(_folder, file), text);
    }
}
