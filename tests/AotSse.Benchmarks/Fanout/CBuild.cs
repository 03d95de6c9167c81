using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>Compiles all C files of a folder into one program.</summary>
internal static class CBuild
{
    public static void Run(string folder, string executable, CancellationToken cancellation)
    {
        var output = Path.GetDirectoryName(executable)!;
        Directory.CreateDirectory(output);
        string[] sources = [.. Directory.EnumerateFiles(folder, "*.c").Order(StringComparer.Ordinal)];
        Tool.Run("gcc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-o", executable, .. sources], output, cancellation);
    }
}
