using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>The options of the command <c>fanout</c>.</summary>
internal sealed record FanoutOptions(string[] Only, Work[] Works, double? Seconds, int Rounds, bool Publish, bool Write)
{
    private const int DefaultRounds = 3;
    private const int MaximumRounds = 100;
    private const double MaximumSeconds = 600;
    private const double QuickSeconds = 2;

    public static readonly string Usage = $"""
        Usage: AotSse.Benchmarks fanout [options]

        Builds the contestants and measures each in a fresh process, alternating. Medians of the rounds are printed.
        Needs gcc, cargo, go, node and nginx with its nchan module for the contestants that use them, and 20,000 open files (ulimit -n).

          --only A,B       Only these contestants, of: {string.Join(", ", Peers.Names)}.
          --work A,B       Only these works, of: {string.Join(", ", Work.All.Select(work => work.Name))}.
          --seconds S      Measured time of the works that last (default 5, paced 10).
          --rounds N       Rounds (default {DefaultRounds}).
          --quick          One round of {QuickSeconds} s: to see that all works, not to compare.
          --no-publish     Use what an earlier run built into artifacts/bench.
          --write          Also write docs/benchmarks.md and its charts.
        """;

    /// <exception cref="FormatException">An option is unknown or its value is wrong; the message says which.</exception>
    public static FanoutOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new FanoutOptions(Peers.Names, Work.All, Seconds: null, DefaultRounds, Publish: true, Write: false);
        while (!arguments.IsEmpty)
        {
            (options, var used) = arguments switch
            {
                ["--quick", ..] => (options with { Rounds = 1, Seconds = QuickSeconds }, 1),
                ["--no-publish", ..] => (options with { Publish = false }, 1),
                ["--write", ..] => (options with { Write = true }, 1),
                ["--only", var value, ..] => (options with { Only = OptionValues.Names("--only", value, Peers.Names) }, 2),
                ["--work", var value, ..] => (options with { Works = ParseWorks(value) }, 2),
                ["--rounds", var value, ..] => (options with { Rounds = (int)OptionValues.Number("--rounds", value, 1, MaximumRounds) }, 2),
                ["--seconds", var value, ..] => (options with { Seconds = OptionValues.Number("--seconds", value, 0.5, MaximumSeconds) }, 2),
                ["--only" or "--work" or "--rounds" or "--seconds"] => throw new FormatException($"Option '{arguments[0]}' needs a value."),
                _ => throw new FormatException($"Unknown option '{arguments[0]}'."),
            };
            arguments = arguments[used..];
        }

        return options;
    }

    public double SecondsOf(Work work) => work.Seconds > 0 && Seconds is { } seconds ? seconds : work.Seconds;

    /// <summary>The command line that repeats a run with these options.</summary>
    public string ToCommandLine()
    {
        var only = Only.Length == Peers.Names.Length ? "" : $" --only {string.Join(',', Only)}";
        var work = Works.Length == Work.All.Length ? "" : $" --work {string.Join(',', Works.Select(one => one.Name))}";
        var seconds = Seconds is { } value ? string.Create(CultureInfo.InvariantCulture, $" --seconds {value}") : "";
        return $"dotnet run -c Release --project tests/AotSse.Benchmarks -- fanout --rounds {Rounds}{seconds}{only}{work}";
    }

    private static Work[] ParseWorks(string value)
    {
        var names = OptionValues.Names("--work", value, [.. Work.All.Select(work => work.Name)]);
        return [.. Work.All.Where(work => names.Contains(work.Name))];
    }
}
