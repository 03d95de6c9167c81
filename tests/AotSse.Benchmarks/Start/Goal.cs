using System.Globalization;

namespace AotSse.Benchmarks.Start;

/// <summary>A number the project promises of its own, in the unit of its measure.</summary>
/// <param name="Who">The contestant that is judged.</param>
/// <param name="Limit">The most it may be.</param>
/// <param name="Unit">What the limit counts.</param>
internal sealed record Goal(string Who, double Limit, string Unit)
{
    /// <summary>From exec to the first byte of <c>/stream</c>, against contestants of the same run.</summary>
    public static readonly (string Other, Goal Goal)[] OfOthers =
    [
        (Contestants.Stock, new(Contestants.Ours, 0.6, "of stock")),
        (Contestants.Raw, new(Contestants.Ours, 1.7, "of raw")),
        (Contestants.Seed, new(Contestants.Ours, 0.25, "of seed")),
    ];

    public static readonly Goal[] FirstAnswer = [new(Contestants.Ours, 13, "MB")];

    public static readonly Goal[] Executable = [new(Contestants.Ours, 14, "MB"), new(Contestants.Hello, 9, "MB")];

    public static readonly Goal[] IdleSubscriber = [new(Contestants.Ours, 4.5, "KB"), new(Contestants.Hello, 4.5, "KB")];

    public static readonly Goal[] IdleCpu = [new(Contestants.Ours, 1, "% of a core"), new(Contestants.Hello, 1, "% of a core")];

    public string Judge(double measured) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Who} {measured:0.00} {Unit}, goal {Limit:0.##}: {(measured <= Limit ? "met" : "MISSED")}");
}
