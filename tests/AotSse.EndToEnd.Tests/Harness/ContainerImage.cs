using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The image of the Containerfile, built from the published static binary and unpacked, once for all tests of a class.</summary>
public sealed class ContainerImage : IAsyncLifetime
{
    private const string PublishCommand = "dotnet publish src/AotSse.Server -r linux-x64 -o artifacts/image -p:Image=true";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aotsse-image-");

    /// <summary>What a runtime reads: user, entry point, health check, labels.</summary>
    public JsonElement Config { get; private set; }

    /// <summary>Bytes of all layers, unpacked: what it takes on a machine.</summary>
    public long Size { get; private set; }

    /// <summary>Bytes of all layers as a registry keeps and shows them.</summary>
    public long CompressedSize { get; private set; }

    /// <summary>The folder that is the container's root: nothing but the image's files.</summary>
    internal string Root => Path.Combine(_folder.FullName, "root");

    /// <summary>Runs the entry point in nothing but the image, as its user.</summary>
    internal IReadOnlyList<string> Launch =>
        ["chroot", $"--userspec={Config.GetProperty("User").GetString()}", Root, .. Config.GetProperty("Entrypoint").EnumerateArray().Select(static part => part.GetString()!)];

    public async ValueTask InitializeAsync()
    {
        var published = Path.Combine(NativeBinary.RepositoryRoot, "artifacts", "image");
        if (!File.Exists(Path.Combine(published, "aotsse"))) throw new FileNotFoundException($"No static server in {published}. Publish it with `{PublishCommand}`.");
        if (!Environment.IsPrivilegedProcess) throw new InvalidOperationException("The image is run by chroot, which root alone may do: run its tests as root.");
        // In place of what the from-source stage builds, the binary that the tests' script has published by the same command.
        await RunAsync("build", "--isolation", "chroot", "--format", "docker", "-f", Path.Combine(NativeBinary.RepositoryRoot, "Containerfile"), "--target", "prebuilt", "-t", "aotsse", published);
        await RunAsync("push", "--format", "v2s2", "aotsse", $"dir:{_folder}/image");

        using var manifest = Parse("manifest.json");
        using var config = Parse(Digest(manifest.RootElement.GetProperty("config")));
        Config = config.RootElement.GetProperty("config").Clone();
        Directory.CreateDirectory(Root);
        // Other users must get in, as they do in a container.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        foreach (var layer in manifest.RootElement.GetProperty("layers").EnumerateArray())
        {
            CompressedSize += layer.GetProperty("size").GetInt64();
            await using var file = File.OpenRead(PathOf(Digest(layer)));
            await using var unpacked = new MemoryStream();
            await using (var gzip = new GZipStream(file, CompressionMode.Decompress)) await gzip.CopyToAsync(unpacked);
            Size += unpacked.Length;
            unpacked.Position = 0;
            await TarFile.ExtractToDirectoryAsync(unpacked, Root, overwriteFiles: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return default;
    }

    private static string Digest(JsonElement blob) => blob.GetProperty("digest").GetString()!["sha256:".Length..];

    private string PathOf(string file) => Path.Combine(_folder.FullName, "image", file);

    private JsonDocument Parse(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file)));

    private async Task RunAsync(string command, params string[] arguments)
    {
        var run = await Command.RunAsync(
            new Process
            {
                StartInfo = new ProcessStartInfo("buildah", ["--storage-driver", "vfs", "--root", $"{_folder}/storage", "--runroot", $"{_folder}/run", command, .. arguments])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            },
            []);
        Assert.True(run.ExitCode == 0, run.ToString());
    }
}
