namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Where the published binary lies. Nothing here builds it: the tests judge what a user would run.</summary>
internal static class NativeBinary
{
    private const string Variable = "AOTSSE_BINARY";
    private const string PublishCommand = "dotnet publish src/AotSse.Server -r linux-x64 -o artifacts/native";

    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static string Path { get; } = Find();

    private static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? given
            : System.IO.Path.Combine(RepositoryRoot, "artifacts", "native", "aotsse");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"No native server at {path}. Publish it with `{PublishCommand}`, or name one in {Variable}.");
    }

    private static string FindRepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No repository above {AppContext.BaseDirectory}.");
    }
}
