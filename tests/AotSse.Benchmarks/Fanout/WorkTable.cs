using System.Globalization;

namespace AotSse.Benchmarks.Fanout;

/// <summary>The table of one work: a row for each contestant, the goals in the last column.</summary>
internal sealed class WorkTable(Work work, IReadOnlyList<FanoutResult> all)
{
    private readonly IReadOnlyList<FanoutResult> _results = [.. all.Where(result => result.Work == work)];
    private readonly FanoutGoals _goals = new(all);

    public IReadOnlyList<string[]> Rows() => [Head, .. _results.Select(result => result.IsEmpty ? Failed(result) : Row(result))];

    private string[] Head =>
        work == Work.Idle ? ["", "connect s", "KB each", "disconnected", "goals"]
        : work == Work.Topics ? ["", "CPU us/event", "KB a pair", "all in ms", "lost", "goals"]
        : ["", "events/s", "CPU us/event", "p50 ms", "p99 ms", "max ms", "lost", "out of order", "client busy", "goals"];

    private string[] Row(FanoutResult result) =>
        work == Work.Idle ? [result.Peer.Title, Text(result.ConnectSeconds.Median, "0.00"), Text(result.IdleKilobytes.Median, "0.0"), Count(result.Disconnected), _goals.Judge(result)]
        : work == Work.Topics
            ? [result.Peer.Title, Text(result.CpuMicroseconds.Median, "0.0"), Text(result.PairKilobytes.Median, "0.0"), Text(result.Milliseconds.Median, "0"), Count(result.Lost), _goals.Judge(result)]
        : [
            result.Peer.Title, Text(result.EventsPerSecond.Median, "#,0"), Text(result.CpuMicroseconds.Median, "0.00"),
            Text(result.P50.Median, "0.0"), Text(result.P99.Median, "0.0"), Text(result.Max.Median, "0.0"),
            Count(result.Lost), Count(result.OutOfOrder), Text(100 * result.ClientBusy.Median, "0") + " %", _goals.Judge(result),
        ];

    private string[] Failed(FanoutResult result) => [result.Peer.Title, .. Enumerable.Repeat("-", Head.Length - 2), "failed"];

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
