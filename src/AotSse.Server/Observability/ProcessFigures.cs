using System.Diagnostics;
using System.Text;

namespace AotSse.Server.Observability;

/// <summary>The figures of this process under the names that Prometheus' own client libraries give them, so that dashboards made for those show it.</summary>
internal static class ProcessFigures
{
    /// <summary>Linux has an entry there for each open file; other systems have no such folder and leave the figure out.</summary>
    private const string OpenFiles = "/proc/self/fd";

    public static void Write(StringBuilder text)
    {
        // Where Linux has no /proc, as in a bare chroot, there are no figures.
        if (OperatingSystem.IsLinux() && !Directory.Exists(OpenFiles)) return;
        using var process = Process.GetCurrentProcess();
        Counter(text, "process_cpu_seconds_total", "Total user and system CPU time spent in seconds.", process.TotalProcessorTime.TotalSeconds);
        Gauge(text, "process_resident_memory_bytes", "Resident memory size in bytes.", process.WorkingSet64);
        Gauge(text, "process_virtual_memory_bytes", "Virtual memory size in bytes.", process.VirtualMemorySize64);
        Gauge(text, "process_start_time_seconds", "Start time of the process since unix epoch in seconds.", StartSeconds(process));
        Gauge(text, "process_threads", "Number of OS threads in the process.", process.Threads.Count);
        if (Directory.Exists(OpenFiles)) Gauge(text, "process_open_fds", "Number of open file descriptors.", Directory.GetFileSystemEntries(OpenFiles).Length);
    }

    private static double StartSeconds(Process process) => new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000d;

    private static void Counter(StringBuilder text, string name, string help, double value) => PrometheusText.Write(text, name, "counter", help, value);

    private static void Gauge(StringBuilder text, string name, string help, double value) => PrometheusText.Write(text, name, "gauge", help, value);
}
