using System.Text;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>How fast a node reads back that starts.</summary>
internal sealed class HistoryRun(Contestant server, Broker broker, LoopbackPorts ports, ClusterOptions options, CancellationToken cancellation)
{
    private const int Topics = 100;

    /// <summary>As long as the events of the other works.</summary>
    private const int EventBytes = 100;

    private const string Full = "bench-history";
    private const string Empty = "bench-no-history";

    public HistoryResult Measure()
    {
        var result = new HistoryResult(options.Events / Topics * Topics);
        Fill(result.Events);
        for (var round = 0; round < options.Rounds; round++)
        {
            Console.Error.WriteLine($"history, round {round + 1} of {options.Rounds}");
            result.Empty.Add(Start(Empty, 0));
            result.Full.Add(Start(Full, result.Events));
        }

        return result;
    }

    private void Fill(int events)
    {
        Console.Error.WriteLine($"history: {events} events");
        using var node = Node.Start(server, ports.NextPair(), broker, Full, 1);
        node.WaitUntilReady(cancellation);
        var lines = new StringBuilder();
        for (var i = 0; i < events / Topics; i++) lines.Append("{\"data\":\"").Append('x', EventBytes).Append("\"}\n");
        for (var topic = 0; topic < Topics; topic++)
        {
            var answer = node.Publish($"topic-{topic}", lines.ToString(), cancellation).Trim();
            if (answer != $"{{\"published\":{events / Topics},\"failed\":0}}") throw node.Process.Failure($"Not all events were published: {answer[..Math.Min(answer.Length, 300)]}.");
        }
    }

    private double Start(string stream, int events)
    {
        using var node = Node.Start(server, ports.NextPair(), broker, stream, 1);
        var seconds = node.WaitUntilReady(cancellation).TotalSeconds;
        var read = node.ReadMetric("aotsse_published_events_total", cancellation);
        if (read < events) throw node.Process.Failure($"It is ready with {read} of {events} events.");
        return seconds;
    }
}
