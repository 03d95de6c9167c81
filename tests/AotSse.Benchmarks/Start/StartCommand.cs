using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>The command <c>start</c>: publishes the contestants, times them and prints the comparison.</summary>
internal static class StartCommand
{
    public static int Run(string[] arguments) =>
        Command.Run(arguments, StartOptions.Usage, cancellation => Compare(StartOptions.Parse(arguments), cancellation));

    private static void Compare(StartOptions options, CancellationToken cancellation)
    {
        var repository = Repository.Find();
        Contestant[] contestants = [.. options.Only.Select(name => Contestants.Create(name, repository))];
        Prepare(contestants, options.Publish, cancellation);
        var subscribers = new IdleSubscribers(repository, cancellation);
        subscribers.Build(options.Publish);

        var machine = Machine.Describe();
        Result[] results = [.. contestants.Select(contestant => new Result(contestant))];
        var run = new StartRun(results, cancellation);
        run.Time(options.Rounds);
        run.MeasureIdle();
        subscribers.Measure(results);

        Console.WriteLine();
        Console.WriteLine("From exec to the first body byte, each start a fresh process: median (p10-p90)");
        Console.WriteLine($"machine  {machine}");
        Console.WriteLine($"rounds   {options.Rounds} after {StartRun.WarmUpRounds} to warm up, order alternating; idle memory: median of {StartRun.IdleRounds}, an idle subscriber of {IdleSubscribers.Rounds}");
        Console.WriteLine("ratios   median of the ratios within each round");
        Console.WriteLine($"repeat   {options.ToCommandLine()}");
        Console.WriteLine();
        new Report(results).Print(Console.Out);
    }

    private static void Prepare(Contestant[] contestants, bool publish, CancellationToken cancellation)
    {
        // All before the first build, which takes the better part of a minute.
        foreach (var contestant in contestants.Where(_ => publish))
            contestant.ThrowIfSourceIsMissing();

        foreach (var contestant in contestants)
        {
            if (publish)
                contestant.Publish(cancellation);
            contestant.ThrowIfNotPublished();
        }
    }
}
