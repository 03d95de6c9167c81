using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>The table: measures down, contestants across; below it the goals, each with what was measured.</summary>
internal sealed class Report(IReadOnlyList<Result> results)
{
    // Decimal, the stricter reading of a goal in MB or KB.
    private const double BytesPerMegabyte = 1_000_000;
    private const double BytesPerKilobyte = 1_000;

    public void Print(TextWriter output)
    {
        var table = new List<string[]>
        {
            (string[])["", .. results.Select(result => result.Contestant.Title), ""],
            Row("GET / [ms]", result => Spread(result.HelloMilliseconds)),
            Row("GET /stream [ms]", result => Spread(result.StreamMilliseconds)),
            Row("page faults until then", result => Number(result.PageFaults.Median, "0")),
            Row("memory then [MB]", result => Number(result.ResidentAfterAnswer.Median / BytesPerMegabyte)),
            Row("memory, 2 s idle [MB]", result => Number(result.ResidentIdle.Median / BytesPerMegabyte)),
            Row("executable [MB]", result => Number(result.ExecutableSize.Median / BytesPerMegabyte)),
            Row("an idle subscriber of 8,000 [KB]", result => result.IdleSubscriber.IsEmpty ? "-" : Number(result.IdleSubscriber.Median / BytesPerKilobyte, "0.00")),
            Row("8,000 of them [% of a core]", result => result.IdleCpu.IsEmpty ? "-" : Number(result.IdleCpu.Median, "0.00")),
        };

        TextTable.Print(table, output);
        output.WriteLine();
        foreach (var (other, goal) in Goal.OfOthers)
            if (Find(goal.Who) is { } ours && Find(other) is { } theirs) output.WriteLine($"GET /stream: {goal.Judge(ours.StreamMilliseconds.PairedRatioTo(theirs.StreamMilliseconds))}");
        Judge("memory after the first answer", Goal.FirstAnswer, result => result.ResidentAfterAnswer, BytesPerMegabyte);
        Judge("executable", Goal.Executable, result => result.ExecutableSize, BytesPerMegabyte);
        Judge("an idle subscriber", Goal.IdleSubscriber, result => result.IdleSubscriber, BytesPerKilobyte);
        Judge("8,000 idle subscribers", Goal.IdleCpu, result => result.IdleCpu, 1);

        void Judge(string title, Goal[] goals, Func<Result, Samples> bytes, double unit)
        {
            foreach (var goal in goals)
                if (Find(goal.Who) is { } result && !bytes(result).IsEmpty) output.WriteLine($"{title}: {goal.Judge(bytes(result).Median / unit)}");
        }
    }

    private static string Spread(Samples samples) => $"{Number(samples.Median)} ({Number(samples.Quantile(0.1))}-{Number(samples.Quantile(0.9))})";

    private static string Number(double value, string format = "0.0") => value.ToString(format, CultureInfo.InvariantCulture);

    private Result? Find(string name) => results.FirstOrDefault(result => result.Contestant.Name == name);

    private string[] Row(string title, Func<Result, string> cell) => [title, .. results.Select(cell), ""];
}
