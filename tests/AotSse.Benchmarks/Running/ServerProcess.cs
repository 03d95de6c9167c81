using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AotSse.Benchmarks.Native;

namespace AotSse.Benchmarks.Running;

/// <summary>One running contestant. Disposing kills it by its id and reaps it, so the next one starts on a quiet machine.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Enough for an unhandled exception with its stack.
    private const int LogTailLength = 4000;

    private readonly int _pid;
    private readonly Contestant _contestant;
    private bool _reaped;

    private ServerProcess(int pid, long startedAt, Contestant contestant)
    {
        _pid = pid;
        StartedAt = startedAt;
        _contestant = contestant;
    }

    /// <summary>Stopwatch ticks taken right before the call that forks and executes.</summary>
    public long StartedAt { get; }

    public static ServerProcess Start(Contestant contestant, int port, params ReadOnlySpan<string> moreEnvironment)
    {
        contestant.BeforeStart?.Invoke(port);
        string?[] arguments = [contestant.Executable, .. contestant.Arguments, null];
        string?[] environment = [.. CleanEnvironment(), .. contestant.Environment(port), .. moreEnvironment, null];
        using var plan = new SpawnPlan(contestant.WorkingDirectory, contestant.LogFile);

        var startedAt = Stopwatch.GetTimestamp();
        var error = Libc.Spawn(out var pid, contestant.Executable, plan.Actions, plan.Attributes, arguments, environment);
        if (error != 0)
            throw new BenchmarkException($"{contestant.Name}: cannot start {contestant.Executable}: {Marshal.GetPInvokeErrorMessage(error)}.");
        return new ServerProcess(pid, startedAt, contestant);
    }

    public int Id => _pid;

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
            // "VmRSS:\t   19204 kB", where kB means 1024 bytes.
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["VmRSS:", var kibibytes, "kB"])
                return 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
        }

        throw Failure("It ended before its memory was read.");
    }

    /// <summary>Page faults that took no reading of a file, of all its threads; one costs 10 to 20 us on a virtual machine.</summary>
    public long PageFaults()
    {
        // proc_pid_stat(5): minflt is field 10, the eighth behind the name, which may hold spaces.
        var stat = File.ReadAllText($"/proc/{_pid}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }

    /// <summary>What went wrong, with the contestant's name and the end of what it printed.</summary>
    public BenchmarkException Failure(string what)
    {
        var printed = File.Exists(_contestant.LogFile) ? File.ReadAllText(_contestant.LogFile).Trim() : "";
        var tail = printed.Length == 0 ? "It printed nothing." : $"It printed:\n{printed[^Math.Min(printed.Length, LogTailLength)..]}";
        return new BenchmarkException($"Contestant '{_contestant.Name}': {what} {tail}");
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
