using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The published sample, a native service and a native client of it in one binary.</summary>
internal static class NativeSample
{
    private const string PublishCommand = "dotnet publish tests/AotSse.ClientSample -r linux-x64 -o artifacts/client-sample";

    public static string Path { get; } = Find();

    /// <summary>The process, not started, with its outputs redirected.</summary>
    public static Process CreateProcess(params string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = System.IO.Path.GetTempPath(),
        },
    };

    private static string Find()
    {
        var path = System.IO.Path.Combine(NativeBinary.RepositoryRoot, "artifacts", "client-sample", "AotSse.ClientSample");
        return File.Exists(path) ? path : throw new FileNotFoundException($"No native sample at {path}. Publish it with `{PublishCommand}`.");
    }
}
