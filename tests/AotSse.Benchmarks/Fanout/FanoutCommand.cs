using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>The command <c>fanout</c>: builds the load client and the contestants, measures them and prints a table for each work.</summary>
internal static class FanoutCommand
{
    public static int Run(string[] arguments) =>
        Command.Run(arguments, FanoutOptions.Usage, cancellation => Compare(FanoutOptions.Parse(arguments), cancellation));

    private static void Compare(FanoutOptions options, CancellationToken cancellation)
    {
        var repository = Repository.Find();
        var load = new LoadClient(repository);
        Peer[] peers = [.. options.Only.Select(name => Peers.Create(name, repository))];
        if (options.Publish)
            load.Build(cancellation);
        foreach (var peer in peers)
        {
            if (options.Publish)
            {
                peer.Process.ThrowIfSourceIsMissing();
                peer.Process.Publish(cancellation);
            }

            peer.Process.ThrowIfNotPublished();
        }

        var machine = Machine.Describe();
        var results = new FanoutRun(load, peers, options, cancellation).Measure();

        Console.WriteLine();
        Console.WriteLine($"machine  {machine}");
        Console.WriteLine($"rounds   {options.Rounds}, each in a fresh process, the order alternating; medians");
        Console.WriteLine($"repeat   {options.ToCommandLine()}");
        foreach (var work in options.Works)
        {
            Console.WriteLine();
            Console.WriteLine(work.Title);
            TextTable.Print(new WorkTable(work, results).Rows(), Console.Out);
        }

        foreach (var failure in results.SelectMany(result => result.Failures))
            Console.WriteLine(failure);
        if (options.Write)
            new FanoutDocument(repository, options, machine, results).Write();
    }
}
