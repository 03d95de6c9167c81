using System.ComponentModel;
using System.Diagnostics;

namespace AotSse.Benchmarks.Start;

/// <summary>Runs the tools that publish the contestants; their output goes to the user's terminal as it is.</summary>
internal static class Tool
{
    /// <summary>The absolute path of a program on PATH.</summary>
    public static string Find(string name)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(folder, name);
            if (File.Exists(candidate))
                return candidate;
        }

        throw new BenchmarkException($"'{name}' is not on PATH. Install it, or leave out the contestant that needs it with --only.");
    }

    public static void Run(string name, string[] arguments, string workingDirectory, CancellationToken cancellation)
    {
        Console.WriteLine($"> {name} {string.Join(' ', arguments)}");
        using var process = Start(name, arguments, workingDirectory);
        try
        {
            // Blocking on purpose: a console program that has nothing else to do meanwhile.
            process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw;
        }

        if (process.ExitCode != 0)
            throw new BenchmarkException($"'{name} {arguments[0]}' failed with exit code {process.ExitCode}.");
    }

    private static Process Start(string name, string[] arguments, string workingDirectory)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Find(name), arguments) { WorkingDirectory = workingDirectory })!;
        }
        catch (Win32Exception error)
        {
            throw new BenchmarkException($"'{name}' cannot be started: {error.Message}");
        }
    }
}
