namespace AotSse.Benchmarks.Fanout;

/// <summary>What the load client prints, as it prints it: latencies in milliseconds, memory in bytes.</summary>
internal sealed record LoadResult(
    long Delivered,
    double Seconds,
    double ServerCpuSeconds,
    double ClientCpuSeconds,
    double BesideCpuSeconds,
    double P50,
    double P99,
    double Max,
    long Lost,
    long OutOfOrder,
    int Stalls,
    int Failed,
    double ConnectSeconds,
    long ResidentBefore,
    long ResidentIdle,
    long ResidentAfter);
