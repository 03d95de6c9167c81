using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>How one contestant is built into a folder of its own, and started from there.</summary>
internal sealed class PeerBuild(string name, Repository repository)
{
    // Debian's packaged crates, for machines without crates.io; only there does the folder exist.
    private const string DebianCrates = "/usr/share/cargo/registry";

    private readonly string _folder = repository.PathOf($"artifacts/bench/fanout/{name}");
    private readonly string _source = repository.PathOf($"tests/AotSse.Benchmarks/Peers/{name}");

    public (string Source, Action<CancellationToken> Build) C() =>
        (Path.Combine(_source, "main.c"), cancellation => CBuild.Run(_source, Path.Combine(_folder, name), cancellation));

    public (string Source, Action<CancellationToken> Build) DotNet(string project, params string[] more) =>
        (repository.PathOf(project), cancellation => Tool.Run(
            "dotnet",
            ["publish", repository.PathOf(project), "-c", "Release", "-o", _folder, "-nodeReuse:false", "-p:UseSharedCompilation=false", .. more],
            repository.Root,
            cancellation));

    public (string Source, Action<CancellationToken> Build) Cargo() =>
        (Path.Combine(_source, "Cargo.toml"), cancellation =>
        {
            CopySource();
            string[] registry = !Directory.Exists(DebianCrates) ? [] :
                ["--offline", "--config", "source.crates-io.replace-with=\"debian\"", "--config", $"source.debian.directory=\"{DebianCrates}\""];
            Tool.Run("cargo", ["build", "--release", .. registry], _folder, cancellation);
        });

    public (string Source, Action<CancellationToken> Build) Go(string binary) =>
        (Path.Combine(_source, "go.mod"), cancellation =>
        {
            CopySource();
            Tool.Run("go", ["build", "-o", binary, "."], _folder, cancellation);
        });

    public Contestant Native(
        string title, string binary, (string Source, Action<CancellationToken> Build) how, Func<int, string[]>? environment = null) =>
        Describe(title, Path.Combine(_folder, binary), [], how.Source, [Path.Combine(_folder, binary)], environment ?? Port, how.Build);

    public Contestant Node(string title)
    {
        var script = Path.Combine(_folder, "index.js");
        return Describe(title, Tool.Find("node"), ["--expose-gc", script], Path.Combine(_source, "index.js"), [script], Port, _ => CopySource());
    }

    public Contestant Nginx(string title)
    {
        var template = Path.Combine(_source, "nginx.conf");
        var settings = Path.Combine(_folder, "nginx.conf");
        return Describe(
            title,
            Tool.Find("nginx"),
            ["-p", _folder, "-c", settings],
            template,
            [],
            _ => [],
            _ => Directory.CreateDirectory(Path.Combine(_folder, "temp")),
            port => File.WriteAllText(settings, File.ReadAllText(template).Replace("__PORT__", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    private static string[] Port(int port) => [$"PORT={port}"];

    private Contestant Describe(
        string title, string executable, string[] arguments, string source, string[] needs,
        Func<int, string[]> environment, Action<CancellationToken> build, Action<int>? beforeStart = null) => new()
        {
            Name = name,
            Title = title,
            Source = source,
            Executable = executable,
            Arguments = arguments,
            Environment = environment,
            BeforeStart = beforeStart,
            WorkingDirectory = _folder,
            LogFile = repository.PathOf($"artifacts/bench/fanout/{name}.log"),
            Needs = needs,
            Publish = build,
        };

    // Tools that write beside the source write beside the copy.
    private void CopySource()
    {
        foreach (var file in Directory.EnumerateFiles(_source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(_source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
