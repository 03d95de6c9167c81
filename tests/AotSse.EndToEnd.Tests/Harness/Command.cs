using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>One run of a program that is expected to end by itself, with all it wrote.</summary>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the server with settings that make it answer and end, such as <c>--help</c> or a port in use.</summary>
    public static Task<Command> RunServerAsync(ServerSettings settings) => RunAsync(settings.CreateProcess(), []);

    /// <summary>Runs to the end with <paramref name="input"/> as standard input. A program that does not end is killed and fails the test.</summary>
    public static async Task<Command> RunAsync(Process process, byte[] input)
    {
        using (process)
        {
            process.Start();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
                process.StandardInput.Close();
                await Task.WhenAll(output, error, process.WaitForExitAsync())
                    .Within(Deadline.Usual, () => $"the end of {process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }

            return new Command(process.ExitCode, await output, await error);
        }
    }
}
