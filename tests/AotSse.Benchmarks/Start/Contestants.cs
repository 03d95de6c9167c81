using System.Runtime.InteropServices;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>The contestants, each published into its own folder under <c>artifacts/bench</c>.</summary>
internal static class Contestants
{
    public const string Ours = "ours";
    public const string Hello = "hello";
    public const string Raw = "raw";
    public const string Stock = "stock";
    public const string Seed = "seed";

    public static readonly string[] Names = [Ours, Hello, Raw, Stock, Seed];

    public static Contestant Create(string name, Repository repository) => name switch
    {
        Ours => Native(
            name,
            "AotSse",
            "aotsse",
            repository.PathOf("src/AotSse.Server/AotSse.Server.csproj"),
            // Empty turns the control listener off: the others have only one listener to open.
            port => [$"PORT={port}", "AOTSSE_CONTROL="],
            repository),
        Hello => Native(name, "hello on the library", "HelloStream", repository.PathOf("tests/AotSse.Benchmarks/Peers/HelloStream/HelloStream.csproj"), Urls, repository),
        // Its settings are ours, so that only what stands above Kestrel makes the difference.
        Raw => Native(name, "raw Kestrel", "RawKestrel", repository.PathOf("tests/AotSse.Benchmarks/Peers/RawKestrel/RawKestrel.csproj"), port => [$"PORT={port}"], repository),
        Stock => Native(
            name,
            "stock native hello",
            "StockHello",
            repository.PathOf("tests/AotSse.Benchmarks/Peers/StockHello/StockHello.csproj"),
            Urls,
            repository),
        Seed => OnNode(name, "seed on Node", repository),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static string[] Urls(int port) => [$"ASPNETCORE_URLS=http://127.0.0.1:{port}"];

    private static Contestant Native(
        string name, string title, string binary, string project, Func<int, string[]> environment, Repository repository)
    {
        var folder = repository.PathOf($"artifacts/bench/{name}");
        var executable = Path.Combine(folder, binary);
        return new Contestant
        {
            Name = name,
            Title = title,
            Source = project,
            Executable = executable,
            Environment = environment,
            WorkingDirectory = folder,
            LogFile = repository.PathOf($"artifacts/bench/{name}.log"),
            Needs = [executable],
            Publish = cancellation => Tool.Run(
                "dotnet",
                ["publish", project, "-r", NativeRid, "-o", folder, "-nodeReuse:false", "-p:UseSharedCompilation=false"],
                repository.Root,
                cancellation),
        };
    }

    private static Contestant OnNode(string name, string title, Repository repository)
    {
        var source = repository.PathOf("tests/AotSse.Benchmarks/Peers/seed");
        var folder = repository.PathOf($"artifacts/bench/{name}");
        var script = Path.Combine(folder, "index.js");
        return new Contestant
        {
            Name = name,
            Title = title,
            Source = Path.Combine(source, "index.js"),
            Executable = Tool.Find("node"),
            Arguments = [script],
            Environment = port => [$"PORT={port}"],
            WorkingDirectory = folder,
            LogFile = repository.PathOf($"artifacts/bench/{name}.log"),
            Needs = [script, Path.Combine(folder, "node_modules/express/package.json")],
            Publish = cancellation =>
            {
                Directory.CreateDirectory(folder);
                foreach (var file in (string[])["index.js", "package.json"])
                    File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
                Tool.Run("npm", ["install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund"], folder, cancellation);
            },
        };
    }

    private static string NativeRid => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
}
