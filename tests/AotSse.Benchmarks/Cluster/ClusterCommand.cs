using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>The command <c>cluster</c>: what a replicated log behind the topics costs, beside a node without one.</summary>
internal static class ClusterCommand
{
    public static int Run(string[] arguments) =>
        Command.Run(arguments, ClusterOptions.Usage, cancellation => Compare(ClusterOptions.Parse(arguments), cancellation));

    private static void Compare(ClusterOptions options, CancellationToken cancellation)
    {
        var repository = Repository.Find();
        var load = new LoadClient(repository);
        var server = Peers.Create(Peers.Ours, repository).Process;
        var ports = new LoopbackPorts();
        // Before the builds, which take minutes: it may be missing.
        using var broker = Broker.Start(ports, cancellation);
        if (options.Publish)
        {
            load.Build(cancellation);
            server.Publish(cancellation);
        }

        server.ThrowIfNotPublished();
        var machine = Machine.Describe();
        var results = new ClusterRun(load, server, broker, ports, options, cancellation).Measure();
        var history = options.Works.Contains(ClusterWork.History) ? new HistoryRun(server, broker, ports, options, cancellation).Measure() : null;

        Console.WriteLine();
        Console.WriteLine($"machine  {machine}");
        Console.WriteLine($"rounds   {options.Rounds}, fresh nodes and a fresh stream in each, the order alternating; medians");
        Console.WriteLine($"repeat   {options.ToCommandLine()}");
        foreach (var work in options.Works)
        {
            Console.WriteLine();
            Console.WriteLine(work.Title);
            TextTable.Print(new ClusterTable(work, results, history).Rows(), Console.Out);
        }

        if (options.Write)
            new ClusterDocument(repository, options, machine, results, history).Write();
    }
}
