using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>The options of the command <c>cluster</c>.</summary>
internal sealed record ClusterOptions(ClusterWork[] Works, double Seconds, int Rounds, int Events, bool Publish, bool Write)
{
    private const double DefaultSeconds = 4;
    private const double MaximumSeconds = 600;
    private const int DefaultRounds = 3;
    private const int MaximumRounds = 100;
    private const int DefaultEvents = 200_000;
    private const int MaximumEvents = 10_000_000;

    public static readonly string Usage = $"""
        Usage: AotSse.Benchmarks cluster [options]

        Starts a RabbitMQ of its own and native nodes before it, and measures them beside a node without it, alternating, each in a fresh process with a fresh stream.
        Medians of the rounds are printed. Needs gcc and RabbitMQ 3.9 or later (Debian: apt-get install rabbitmq-server).

          --work A,B       Only these works, of: {string.Join(", ", ClusterWork.All.Select(work => work.Name))}.
          --seconds S      Measured time of the works that last (default {DefaultSeconds}).
          --rounds N       Rounds (default {DefaultRounds}).
          --events N       Events that a node reads back (default {DefaultEvents}).
          --no-publish     Use what an earlier run built into artifacts/bench.
          --write          Also write docs/benchmarks-cluster.md.
        """;

    /// <exception cref="FormatException">An option is unknown or its value is wrong; the message says which.</exception>
    public static ClusterOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ClusterOptions(ClusterWork.All, DefaultSeconds, DefaultRounds, DefaultEvents, Publish: true, Write: false);
        while (!arguments.IsEmpty)
        {
            (options, var used) = arguments switch
            {
                ["--no-publish", ..] => (options with { Publish = false }, 1),
                ["--write", ..] => (options with { Write = true }, 1),
                ["--work", var value, ..] => (options with { Works = ParseWorks(value) }, 2),
                ["--seconds", var value, ..] => (options with { Seconds = OptionValues.Number("--seconds", value, 0.5, MaximumSeconds) }, 2),
                ["--rounds", var value, ..] => (options with { Rounds = (int)OptionValues.Number("--rounds", value, 1, MaximumRounds) }, 2),
                ["--events", var value, ..] => (options with { Events = (int)OptionValues.Number("--events", value, 1000, MaximumEvents) }, 2),
                ["--work" or "--seconds" or "--rounds" or "--events"] => throw new FormatException($"Option '{arguments[0]}' needs a value."),
                _ => throw new FormatException($"Unknown option '{arguments[0]}'."),
            };
            arguments = arguments[used..];
        }

        return options;
    }

    /// <summary>The command line that repeats a run with these options.</summary>
    public string ToCommandLine()
    {
        var work = Works.Length == ClusterWork.All.Length ? "" : $" --work {string.Join(',', Works.Select(one => one.Name))}";
        var events = Events == DefaultEvents ? "" : string.Create(CultureInfo.InvariantCulture, $" --events {Events}");
        return string.Create(CultureInfo.InvariantCulture, $"dotnet run -c Release --project tests/AotSse.Benchmarks -- cluster --rounds {Rounds} --seconds {Seconds}{events}{work}");
    }

    private static ClusterWork[] ParseWorks(string value)
    {
        var names = OptionValues.Names("--work", value, [.. ClusterWork.All.Select(work => work.Name)]);
        return [.. ClusterWork.All.Where(work => names.Contains(work.Name))];
    }
}
