using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>The measurement itself: rounds of starts with the contestants alternating, then the idle memory.</summary>
internal sealed class StartRun(IReadOnlyList<Result> results, CancellationToken cancellation)
{
    // The first starts read the binaries from disk and compile this program's own code.
    public const int WarmUpRounds = 2;
    public const int IdleRounds = 5;
    public static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly LoopbackPorts _ports = new();

    public void Time(int rounds)
    {
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            Progress($"round {Math.Max(0, round + 1)} of {rounds}");
            foreach (var result in InTurn(round))
            {
                foreach (var route in Route.All)
                    TimeOne(result, route, keep: round >= 0);
            }
        }
    }

    /// <summary>Apart from the timing, because it would make each round long, and all at once, because waiting costs nothing.</summary>
    public void MeasureIdle()
    {
        for (var round = 0; round < IdleRounds; round++)
        {
            Progress($"idle memory {round + 1} of {IdleRounds}");
            var servers = new List<(Result Result, ServerProcess Process)>();
            try
            {
                foreach (var result in results)
                {
                    var port = _ports.Next();
                    var process = ServerProcess.Start(result.Contestant, port);
                    servers.Add((result, process));
                    using var client = new FirstByteClient(process, port, cancellation);
                    client.Measure(Route.Hello);
                }

                cancellation.WaitHandle.WaitOne(IdleTime);
                cancellation.ThrowIfCancellationRequested();
                foreach (var (result, process) in servers)
                    result.ResidentIdle.Add(process.ResidentBytes());
            }
            finally
            {
                foreach (var (_, process) in servers)
                    process.Dispose();
            }
        }

        Progress("");
    }

    private void TimeOne(Result result, Route route, bool keep)
    {
        var port = _ports.Next();
        using var process = ServerProcess.Start(result.Contestant, port);
        using var client = new FirstByteClient(process, port, cancellation);
        var elapsed = client.Measure(route);
        var (resident, faults) = (process.ResidentBytes(), process.PageFaults());
        if (!keep)
            return;

        result.MillisecondsOf(route).Add(elapsed.TotalMilliseconds);
        if (route != Route.Stream)
            return;
        result.ResidentAfterAnswer.Add(resident);
        result.PageFaults.Add(faults);
    }

    // Rotated, and reversed in every other round: nobody always follows the same one.
    private IEnumerable<Result> InTurn(int round)
    {
        var turn = Math.Abs(round);
        var rotated = Enumerable.Range(0, results.Count).Select(index => results[(index + (turn / 2)) % results.Count]);
        return turn % 2 == 0 ? rotated : rotated.Reverse();
    }

    private static void Progress(string text)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{text,-30}\r");
    }
}
