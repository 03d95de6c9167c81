using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>The rounds: at each work the contestants take turns, each in a fresh process.</summary>
internal sealed class FanoutRun(LoadClient load, IReadOnlyList<Peer> peers, FanoutOptions options, CancellationToken cancellation)
{
    private readonly LoopbackPorts _ports = new();

    public IReadOnlyList<FanoutResult> Measure()
    {
        var results = new List<FanoutResult>();
        foreach (var work in options.Works)
        {
            FanoutResult[] turn = [.. peers.Select(peer => new FanoutResult(peer, work))];
            results.AddRange(turn);
            for (var round = 0; round < options.Rounds; round++)
            {
                // Reversed in every other round: nobody always follows the same one.
                foreach (var result in round % 2 == 0 ? turn : turn.Reverse())
                {
                    Progress($"{work.Name}, round {round + 1} of {options.Rounds}: {result.Peer.Name}");
                    MeasureOne(result);
                }
            }
        }

        Progress("");
        return results;
    }

    private void MeasureOne(FanoutResult result)
    {
        cancellation.ThrowIfCancellationRequested();
        var port = _ports.NextPair();
        using var server = ServerProcess.Start(result.Peer.Process, port, $"CAPACITY={result.Work.Capacity}");
        try
        {
            result.Add(load.Run(result.Peer, result.Work, options.SecondsOf(result.Work), port, server, cancellation));
        }
        catch (BenchmarkException failure)
        {
            // One contestant that fails at one work must not cost the results of the others.
            result.Failures.Add(failure.Message);
        }
    }

    private static void Progress(string text)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{text,-50}\r");
        else if (text.Length > 0)
            Console.Error.WriteLine(text);
    }
}
