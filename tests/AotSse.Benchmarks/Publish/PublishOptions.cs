using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Publish;

/// <summary>The options of the command <c>publish</c>.</summary>
internal sealed record PublishOptions(int Rounds, bool Publish)
{
    private const int DefaultRounds = 7;
    private const int MaximumRounds = 100;

    public static readonly string Usage = $"""
        Usage: AotSse.Benchmarks publish [options]

        Events of 100 bytes to one topic that nobody follows, over one connection: lines of a batch, and a POST for each, ours and nchan's. Medians of the rounds are printed.
        Needs nginx with its nchan module.

          --rounds N       Rounds, each contestant in a fresh process, alternating (default {DefaultRounds}).
          --no-publish     Use what an earlier run built into artifacts/bench.
        """;

    /// <exception cref="FormatException">An option is unknown or its value is wrong; the message says which.</exception>
    public static PublishOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new PublishOptions(DefaultRounds, Publish: true);
        while (!arguments.IsEmpty)
        {
            (options, var used) = arguments switch
            {
                ["--no-publish", ..] => (options with { Publish = false }, 1),
                ["--rounds", var value, ..] => (options with { Rounds = (int)OptionValues.Number("--rounds", value, 1, MaximumRounds) }, 2),
                ["--rounds"] => throw new FormatException($"Option '{arguments[0]}' needs a value."),
                _ => throw new FormatException($"Unknown option '{arguments[0]}'."),
            };
            arguments = arguments[used..];
        }

        return options;
    }
}
