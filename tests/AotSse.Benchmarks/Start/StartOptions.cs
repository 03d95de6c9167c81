using System.Globalization;

namespace AotSse.Benchmarks.Start;

/// <summary>The options of the command <c>start</c>.</summary>
internal sealed record StartOptions(int Rounds, bool Publish, string[] Only)
{
    public const int DefaultRounds = 40;
    private const int MaximumRounds = 10_000;

    public const string Usage = """
        Usage: AotSse.Benchmarks start [options]

        Times from exec to the first body byte of GET / and of GET /stream, each in a fresh process, the contestants alternating.
        Also prints page faults and resident memory then, memory after 2 s of idling, the size of the executable, what each of 8,000 idle subscribers takes, and
        whether each goal is met.

          --rounds N       Rounds to time, each with one start per contestant and route (default 40).
          --only A,B       Only these contestants, of: ours, hello, raw, stock, seed (default all).
          --no-publish     Use what an earlier run published into artifacts/bench.
        """;

    /// <exception cref="FormatException">An option is unknown or its value is wrong; the message says which.</exception>
    public static StartOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new StartOptions(DefaultRounds, Publish: true, Contestants.Names);
        while (!arguments.IsEmpty)
        {
            (options, var used) = arguments switch
            {
                ["--no-publish", ..] => (options with { Publish = false }, 1),
                ["--rounds", var value, ..] => (options with { Rounds = ParseRounds(value) }, 2),
                ["--only", var value, ..] => (options with { Only = ParseContestants(value) }, 2),
                ["--rounds" or "--only"] => throw new FormatException($"Option '{arguments[0]}' needs a value."),
                _ => throw new FormatException($"Unknown option '{arguments[0]}'."),
            };
            arguments = arguments[used..];
        }

        return options;
    }

    /// <summary>The command line that repeats a run with these options.</summary>
    public string ToCommandLine()
    {
        var only = Only.Length == Contestants.Names.Length ? "" : $" --only {string.Join(',', Only)}";
        return $"dotnet run -c Release --project tests/AotSse.Benchmarks -- start --rounds {Rounds}{only}";
    }

    private static int ParseRounds(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is >= 1 and <= MaximumRounds
            ? rounds
            : throw new FormatException($"--rounds takes a whole number from 1 to {MaximumRounds}, not '{value}'.");

    private static string[] ParseContestants(string value)
    {
        var wanted = value.Split(',');
        foreach (var name in wanted)
        {
            if (!Contestants.Names.Contains(name))
                throw new FormatException($"--only takes a list of {string.Join(", ", Contestants.Names)}, not '{name}'.");
        }

        // In the table's order, each once, whatever the order they were named in.
        return [.. Contestants.Names.Where(wanted.Contains)];
    }
}
