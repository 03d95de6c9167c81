namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>An example of <c>deploy/</c>, as it is but for what a test must change: addresses, paths, times.</summary>
internal sealed class DeployFile(string name)
{
    public static string Folder { get; } = Path.Combine(NativeBinary.RepositoryRoot, "deploy");

    public string Text { get; private set; } = File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>What is to be changed must stand there, exactly once.</summary>
    public DeployFile With(string old, string replacement)
    {
        Assert.Equal(2, Text.Split(old).Length);
        Text = Text.Replace(old, replacement, StringComparison.Ordinal);
        return this;
    }
}
