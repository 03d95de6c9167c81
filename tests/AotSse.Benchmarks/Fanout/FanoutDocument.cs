using System.Text;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>Writes <c>docs/benchmarks.md</c> and a chart for each measure that one number tells.</summary>
internal sealed class FanoutDocument(Repository repository, FanoutOptions options, string machine, IReadOnlyList<FanoutResult> results)
{
    private readonly StringBuilder _text = new();

    public void Write()
    {
        Head();
        foreach (var work in options.Works)
        {
            Line($"## {work.Title}");
            Line("");
            Line(work.About);
            Line("");
            Chart(work);
            MarkdownTable.Append(_text, new WorkTable(work, results).Rows());
        }

        Foot();
        Directory.CreateDirectory(repository.PathOf("docs"));
        File.WriteAllText(repository.PathOf("docs/benchmarks.md"), _text.ToString());
    }

    private void Head()
    {
        Line("# Benchmarks: fan-out");
        Line("");
        Line("Written by the benchmark itself; do not edit. Several nodes behind one broker: [benchmarks-cluster.md](benchmarks-cluster.md).");
        Line("");
        Line($"- Machine: {machine}. Client and contestant share its cores.");
        Line($"- Command: `{options.ToCommandLine()}`");
        Line($"- {options.Rounds} rounds, each contestant in a fresh process, the order alternating; medians, losses summed. {DateTime.UtcNow:yyyy-MM-dd}.");
        Line("");
        Line("One load client, written in C, does the same to all: it subscribes, publishes over one keep-alive connection and reads everything. An");
        Line("event's data is 100 bytes with a sequence number and the time of its publishing: losses, order and latency are read from it. Latency");
        Line("includes the publishing POST. CPU is user and system time of the contestant's processes, divided by the deliveries; *client busy* is the");
        Line("share of a core the client needed: near 100 % it was the limit. Publishing is the same for all contestants with one difference: where a");
        Line("contestant takes only one event in a POST (our server, nchan), the batch is sent as pipelined POSTs.");
        Line("");
    }

    private void Foot()
    {
        Line("## The contestants");
        Line("");
        Line("Each flushes at once and may send what has gathered meanwhile together. Their sources are in `tests/AotSse.Benchmarks/Peers`.");
        Line("");
        foreach (var peer in results.Select(result => result.Peer).Distinct())
            Line($"- **{peer.Title}**: {peer.About}.{(peer.Collects ? " Memory after a collection." : "")}");
        var failures = results.SelectMany(result => result.Failures.Select(failure => (result, failure))).ToArray();
        if (failures.Length == 0)
            return;

        Line("");
        Line("## Failures");
        Line("");
        foreach (var (result, failure) in failures)
            Line($"- {result.Peer.Title}, {result.Work.Name}: {failure.Split('\n')[0]}");
    }

    private void Chart(Work work)
    {
        var (caption, measure) = MeasureOf(work);
        var bars = results.Where(result => result.Work == work && !result.IsEmpty)
            .Select(result => new BarChart.Bar(result.Peer.Title, measure(result).Median, result.Peer.IsOurs));
        var file = $"benchmarks/{work.Name}.svg";
        Directory.CreateDirectory(repository.PathOf("docs/benchmarks"));
        File.WriteAllText(repository.PathOf($"docs/{file}"), BarChart.Draw($"{work.Title}: {caption}", [.. bars]));
        Line($"![{work.Title}: {caption}]({file})");
        Line("");
    }

    private static (string Caption, Func<FanoutResult, Samples> Measure) MeasureOf(Work work) =>
        work == Work.Paced || work == Work.Topics ? ("CPU per delivery in µs, less is better", result => result.CpuMicroseconds)
        : work == Work.Idle ? ("memory per subscriber in KB, less is better", result => result.IdleKilobytes)
        : ("delivered events/s, more is better", result => result.EventsPerSecond);

    private void Line(string line) => _text.Append(line).Append('\n');
}
