using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Debian's Python, which has Debian's libraries.</summary>
internal static class Python
{
    /// <summary>A script to run, with its input and outputs redirected.</summary>
    public static Process CreateProcess(string script, params string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo("/usr/bin/python3", [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        },
    };
}
