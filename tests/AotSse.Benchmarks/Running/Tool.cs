using System.ComponentModel;
using System.Diagnostics;

namespace AotSse.Benchmarks.Running;

/// <summary>Runs the tools that build the contestants, and those that measure.</summary>
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

    /// <summary>Runs a tool whose output goes to the user's terminal as it is.</summary>
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

    /// <summary>Runs a program quietly; it is killed when the token is cancelled.</summary>
    public static (int ExitCode, string Output, string Errors) Capture(string executable, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            process.WaitForExitAsync(cancellation).GetAwaiter().GetResult();
            return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            process.WaitForExit();
            throw;
        }
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
