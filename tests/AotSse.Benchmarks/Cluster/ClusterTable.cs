using System.Globalization;

namespace AotSse.Benchmarks.Cluster;

/// <summary>The table of one work: a row for each setup.</summary>
internal sealed class ClusterTable(ClusterWork work, IReadOnlyList<ClusterResult> all, HistoryResult? history)
{
    private readonly ClusterResult[] _results = [.. all.Where(result => result.Work == work)];

    public IReadOnlyList<string[]> Rows() =>
        work == ClusterWork.Latency ? [["", "p50 ms", "p99 ms", "max ms", "added p50", "added p99", "node CPU us/event", "broker CPU us/event", "lost", "out of order"], .. _results.Select(Latency)]
        : work == ClusterWork.Throughput ? [["", "events/s", "of in-memory", "node CPU us/event", "broker CPU us/event", "lost", "out of order"], .. _results.Select(Throughput)]
        : work == ClusterWork.Delivery ? [["", "deliveries/s", "CPU us/delivery", "of in-memory", "lost", "out of order"], .. _results.Select(Delivery)]
        : [["", "events", "ready s", "empty ready s", "events/s"], History(history!)];

    private ClusterResult Base => _results[0];

    private string[] Latency(ClusterResult result) =>
    [
        result.Setup.Title, Text(result.P50.Median, "0.00"), Text(result.P99.Median, "0.00"), Text(result.Max.Median, "0.0"),
        result == Base ? "" : Text(result.P50.PairedDifferenceTo(Base.P50), "0.00"),
        result == Base ? "" : Text(result.P99.PairedDifferenceTo(Base.P99), "0.00"),
        Text(result.NodeMicroseconds.Median, "0"), result.Setup.HasBroker ? Text(result.BrokerMicroseconds.Median, "0") : "",
        Text(result.Lost, "#,0"), Text(result.OutOfOrder, "#,0"),
    ];

    private string[] Throughput(ClusterResult result) =>
    [
        result.Setup.Title, Text(result.EventsPerSecond.Median, "#,0"), Text(result.EventsPerSecond.PairedRatioTo(Base.EventsPerSecond), "0.000"),
        Text(result.NodeMicroseconds.Median, "0.0"), result.Setup.HasBroker ? Text(result.BrokerMicroseconds.Median, "0.0") : "",
        Text(result.Lost, "#,0"), Text(result.OutOfOrder, "#,0"),
    ];

    private string[] Delivery(ClusterResult result) =>
    [
        result.Setup.Title, Text(result.EventsPerSecond.Median, "#,0"), Text(result.NodeMicroseconds.Median, "0.00"), Text(result.NodeMicroseconds.PairedRatioTo(Base.NodeMicroseconds), "0.00"),
        Text(result.Lost, "#,0"), Text(result.OutOfOrder, "#,0"),
    ];

    private static string[] History(HistoryResult history) =>
        ["RabbitMQ", Text(history.Events, "#,0"), Text(history.Full.Median, "0.00"), Text(history.Empty.Median, "0.00"), Text(history.EventsPerSecond, "#,0")];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
