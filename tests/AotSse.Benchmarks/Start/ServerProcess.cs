using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AotSse.Benchmarks.Native;

namespace AotSse.Benchmarks.Start;

/// <summary>One running contestant. Disposing kills it by its id and reaps it, so the next one starts on a quiet machine.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly int _pid;
    private readonly string _logFile;
    private bool _reaped;

    private ServerProcess(int pid, long startedAt, string logFile)
    {
        _pid = pid;
        StartedAt = startedAt;
        _logFile = logFile;
    }

    /// <summary>Stopwatch ticks taken right before the call that forks and executes.</summary>
    public long StartedAt { get; }

    public static ServerProcess Start(Contestant contestant, int port)
    {
        string?[] arguments = [contestant.Executable, .. contestant.Arguments, null];
        string?[] environment = [.. CleanEnvironment(), .. contestant.Environment(port), null];
        using var plan = new SpawnPlan(contestant.WorkingDirectory, contestant.LogFile);

        var startedAt = Stopwatch.GetTimestamp();
        var error = Libc.Spawn(out var pid, contestant.Executable, plan.Actions, plan.Attributes, arguments, environment);
        if (error != 0)
            throw new BenchmarkException($"{contestant.Name}: cannot start {contestant.Executable}: {Marshal.GetPInvokeErrorMessage(error)}.");
        return new ServerProcess(pid, startedAt, contestant.LogFile);
    }

    public bool HasExited()
    {
        if (!_reaped && Libc.WaitPid(_pid, out _, Libc.WaitNoHang) != 0)
            _reaped = true;
        return _reaped;
    }

    public long ResidentBytes()
    {
        foreach (var line in File.ReadLines($"/proc/{_pid}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                return 1024 * long.Parse(line.AsSpan(6, line.Length - 8), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }

        throw new BenchmarkException($"Process {_pid} has no VmRSS: it has ended. {LogTail()}");
    }

    public string LogTail()
    {
        var text = File.Exists(_logFile) ? File.ReadAllText(_logFile).Trim() : "";
        return text.Length == 0 ? "It printed nothing." : $"It printed:\n{text[^Math.Min(text.Length, 2000)..]}";
    }

    public void Dispose()
    {
        if (_reaped)
            return;
        _ = Libc.Kill(_pid, Libc.SigKill);
        while (Libc.WaitPid(_pid, out _, 0) < 0 && Marshal.GetLastPInvokeError() == Libc.Eintr)
        {
        }

        _reaped = true;
    }

    // Not the whole environment: DOTNET_*, ASPNETCORE_* or NODE_OPTIONS of the user's shell must not tune a contestant.
    private static string[] CleanEnvironment() =>
        [$"PATH={Environment.GetEnvironmentVariable("PATH")}", $"HOME={Environment.GetEnvironmentVariable("HOME")}"];
}
