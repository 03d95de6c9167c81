namespace AotSse.Benchmarks.Running;

/// <summary>The working copy this program was built from.</summary>
internal sealed class Repository
{
    // Only the root has it.
    private const string Marker = "Directory.Packages.props";

    private Repository(string root) => Root = root;

    public string Root { get; }

    public static Repository Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, Marker)))
                return new Repository(folder);
        }

        throw new BenchmarkException($"No folder above {AppContext.BaseDirectory} has a {Marker}: run this from a clone of the repository.");
    }

    public string PathOf(string relative) => Path.Combine(Root, relative);
}
