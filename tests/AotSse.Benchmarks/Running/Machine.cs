namespace AotSse.Benchmarks.Running;

/// <summary>What a reader needs to know of the machine the numbers come from.</summary>
internal static class Machine
{
    public static string Describe() =>
        $"{Environment.ProcessorCount} cores, {CpuModel()}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, load {Load()} before the run";

    private static string CpuModel()
    {
        foreach (var line in File.ReadLines("/proc/cpuinfo"))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal))
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        // ARM kernels name no model.
        return "unnamed CPU";
    }

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
