using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>curl, for the protocols that a raw connection does not speak.</summary>
internal static class Curl
{
    /// <summary>Runs curl to its end.</summary>
    public static Task<Command> RunAsync(params string[] arguments) => Command.RunAsync(Create(arguments), []);

    /// <summary>Starts curl on a stream, and reads its output line by line until <paramref name="until"/> takes one.</summary>
    public static async Task<List<string>> ReadUntilAsync(Func<string, bool> until, Func<Task> whenOpen, params string[] arguments)
    {
        using var process = Create(["-N", .. arguments]);
        process.Start();
        try
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync().Within(Deadline.Usual, () => $"a line of curl after {string.Join('|', lines)}") is { } line)
            {
                lines.Add(line);
                if (line.StartsWith("retry:", StringComparison.Ordinal))
                    await whenOpen();
                if (until(line))
                    return lines;
            }

            throw new EndOfStreamException($"curl ended: {string.Join('|', lines)} {await process.StandardError.ReadToEndAsync()}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Create(string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo("curl", ["-sS", "--noproxy", "*", "--max-time", "30", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
    };
}
