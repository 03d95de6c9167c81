using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace AotSse.Benchmarks.Frames;

/// <summary>The medians of a run held against the goals.</summary>
internal sealed class FramesReport(IEnumerable<Summary> summaries)
{
    private const double MedianGoal = 0.5;
    private const double WorstGoal = 1;

    public void Print(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("generated / peer, by the median times:");
        foreach (var category in summaries.SelectMany(summary => summary.Reports).GroupBy(report => report.BenchmarkCase.Descriptor.Categories[0]))
            output.WriteLine(Judge(category.Key, [.. category]));
    }

    private static string Judge(string category, BenchmarkReport[] reports)
    {
        var ratios = reports
            .GroupBy(report => NameOf(report.BenchmarkCase), Ratio)
            .Select(payload => (Name: payload.Key, Ratio: payload.Single(ratio => ratio > 0)))
            .OrderBy(payload => payload.Ratio)
            .ToArray();
        var median = (ratios[(ratios.Length - 1) / 2].Ratio + ratios[ratios.Length / 2].Ratio) / 2;
        var worst = ratios[^1];
        var allocated = reports.Where(report => !report.BenchmarkCase.Descriptor.Baseline).Max(report => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);

        // The peer has nothing like publishing: no topic, no lock, no log. Its formatting stands beside it as a measure only.
        var hasGoal = category != FrameBenchmarks.Publish;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{category,-8} median {median:0.00}{Goal(median, MedianGoal)}  worst {worst.Ratio:0.00}, {worst.Name}{Goal(worst.Ratio, WorstGoal)}  allocated {allocated} B (goal 0: {Met(allocated == 0)})");

        string Goal(double ratio, double limit) =>
            hasGoal ? string.Create(CultureInfo.InvariantCulture, $" (goal <= {limit:0.0}: {Met(ratio <= limit)})") : "";

        // The baseline is no ratio of its own.
        double Ratio(BenchmarkReport report) => report.BenchmarkCase.Descriptor.Baseline
            ? 0
            : MedianOf(report) / MedianOf(reports.Single(other => other.BenchmarkCase.Descriptor.Baseline && NameOf(other.BenchmarkCase) == NameOf(report.BenchmarkCase)));
    }

    private static string NameOf(BenchmarkCase benchmark) => benchmark.Parameters.Items[0].Value.ToString()!;

    private static double MedianOf(BenchmarkReport report) =>
        report.ResultStatistics?.Median ?? throw new BenchmarkException($"{report.BenchmarkCase.DisplayInfo} gave no result.");

    private static string Met(bool isMet) => isMet ? "met" : "MISSED";
}
