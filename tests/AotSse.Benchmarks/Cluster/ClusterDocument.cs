using System.Globalization;
using System.Text;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>Writes <c>docs/benchmarks-cluster.md</c>.</summary>
internal sealed class ClusterDocument(Repository repository, ClusterOptions options, string machine, IReadOnlyList<ClusterResult> results, HistoryResult? history)
{
    public void Write()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # Benchmarks: several nodes

            Written by the benchmark itself; do not edit. What it means for a deployment: [scale.md](scale.md). One node beside other servers: [benchmarks.md](benchmarks.md).

            - Machine: {machine}. Load clients, nodes and broker share its cores, so nothing here shows more than they have: where several nodes are measured, read the CPU rather than the events/s.
            - Command: `{options.ToCommandLine()}`
            - {options.Rounds} rounds, fresh native nodes and a fresh stream in each, the order alternating; medians, losses summed. {DateTime.UtcNow:yyyy-MM-dd}.

            One RabbitMQ, started by the benchmark. The load client of the fan-out publishes over one POST that stays open (NDJSON): each line is one event of 100 bytes without a key, and is answered when the log has
            confirmed it and the node has read it back. It does the same to a node without a broker, whose log is in its memory.


            """));
        foreach (var work in options.Works)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {work.Title}\n\n{work.About}\n\n");
            MarkdownTable.Append(text, new ClusterTable(work, results, history).Rows());
        }

        File.WriteAllText(repository.PathOf("docs/benchmarks-cluster.md"), text.ToString().TrimEnd('\n') + "\n");
    }
}
