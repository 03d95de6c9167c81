using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Fanout;

/// <summary>What the project promises of its own contestants, each judged against what the same run measured of the others.</summary>
internal sealed class FanoutGoals(IReadOnlyList<FanoutResult> all)
{
    private const double TimesHyper = 8;
    private const double TimesTypedResults = 25;
    private const double CpuOfBound = 1.25;
    private const double CpuOfHyper = 1;
    private const double IdleKilobytes = 5.5;
    private const double ConnectSeconds = 1;
    private const double MicrosecondsOverBound = 2;
    private const double PairKilobytes = 8;
    private const double LatencyBesideBad = 1.5;

    public string Judge(FanoutResult result)
    {
        if (!result.Peer.IsOurs)
            return "";

        IEnumerable<string?> verdicts = result.Work switch
        {
            var work when work == Work.Saturated || work == Work.Posts =>
                [AtLeast(result, Peers.Hyper, TimesHyper), AtLeast(result, Peers.TypedResults, TimesTypedResults)],
            var work when work == Work.Paced =>
                [AtMost(result, Peers.Bound, CpuOfBound), AtMost(result, Peers.Hyper, CpuOfHyper)],
            var work when work == Work.Alone => [],
            var work when work == Work.Beside => [Undisturbed(result)],
            var work when work == Work.Idle =>
                [Limit("KB", result.IdleKilobytes.Median, IdleKilobytes), Limit("s", result.ConnectSeconds.Median, ConnectSeconds)],
            _ => [OverBound(result), Limit("KB", result.PairKilobytes.Median, PairKilobytes)],
        };
        return string.Join(", ", verdicts.OfType<string>());
    }

    private string? AtLeast(FanoutResult ours, string other, double times) =>
        Ratio(ours, other, result => result.EventsPerSecond) is { } ratio ? Text($"{ratio:0.0}x {other}, goal {times:0}x", ratio >= times) : null;

    private string? AtMost(FanoutResult ours, string other, double limit) =>
        Ratio(ours, other, result => result.CpuMicroseconds) is { } ratio ? Text($"{ratio:0.00} of {other}, goal {limit:0.00}", ratio <= limit) : null;

    private string? OverBound(FanoutResult ours)
    {
        if (Find(ours.Work, Peers.Bound) is not { } bound)
            return null;

        var over = ours.CpuMicroseconds.Median - bound.CpuMicroseconds.Median;
        return Text($"{over:+0.0;-0.0} us to bound, goal +{MicrosecondsOverBound:0}", over <= MicrosecondsOverBound);
    }

    private string? Undisturbed(FanoutResult ours)
    {
        if (Find(Work.Alone, ours.Peer.Name) is not { } alone)
            return null;

        var ratio = ours.P99.PairedRatioTo(alone.P99);
        return Text($"p99 {ratio:0.00} of that without them, goal {LatencyBesideBad:0.0}", ratio <= LatencyBesideBad);
    }

    private static string Limit(string unit, double value, double limit) => Text($"goal {limit:0.#} {unit}", value <= limit);

    private double? Ratio(FanoutResult ours, string other, Func<FanoutResult, Samples> measure) =>
        Find(ours.Work, other) is { } found ? measure(ours).PairedRatioTo(measure(found)) : null;

    private FanoutResult? Find(Work work, string name) => all.FirstOrDefault(result => result.Work == work && result.Peer.Name == name && !result.IsEmpty);

    private static string Text(FormattableString text, bool met) => $"{text.ToString(CultureInfo.InvariantCulture)} {(met ? "met" : "MISSED")}";
}
