using System.Globalization;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>The table: measures down, contestants across, then what ours is of the others and the goals.</summary>
internal sealed class Report(IReadOnlyList<Result> results)
{
    // Decimal megabytes, the stricter reading of a goal in MB.
    private const double BytesPerMegabyte = 1_000_000;

    private readonly Result? _ours = Find(results, Contestants.Ours);
    private readonly Result? _stock = Find(results, Contestants.Stock);
    private readonly Result? _seed = Find(results, Contestants.Seed);

    public void Print(TextWriter output)
    {
        var table = new List<string[]>
        {
            (string[])["", .. results.Select(result => result.Contestant.Title), "ours/stock", "ours/seed", "goals"],
            Timed("GET / [ms]", result => result.HelloMilliseconds),
            Timed("GET /stream [ms]", result => result.StreamMilliseconds),
            Sized("memory, first answer [MB]", result => result.ResidentAfterAnswer),
            Sized("memory, 2 s idle [MB]", result => result.ResidentIdle, Goal.Megabytes(Goal.IdleMegabytes)),
            Sized("executable [MB]", result => result.ExecutableSize, Goal.Megabytes(Goal.BinaryMegabytes)),
        };

        TextTable.Print(table, output);
        output.WriteLine();
        foreach (var result in results)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Contestant.Title}: executable {result.ExecutableSize.Median:0} bytes"));
    }

    private static Result? Find(IReadOnlyList<Result> results, string name) => results.FirstOrDefault(result => result.Contestant.Name == name);

    private string[] Timed(string title, Func<Result, Samples> measure)
    {
        string[] judged = [.. Judge(_stock, Goal.OfStock, Contestants.Stock), .. Judge(_seed, Goal.OfSeed, Contestants.Seed)];
        return [title, .. results.Select(result => Spread(measure(result))), .. Ratios(measure), string.Join(", ", judged)];

        IEnumerable<string> Judge(Result? other, double limit, string name) =>
            _ours is null || other is null ? [] : [Goal.Ratio(limit, name).Judge(measure(_ours).PairedRatioTo(measure(other)))];
    }

    private string[] Sized(string title, Func<Result, Samples> bytes, Goal? goal = null)
    {
        var judged = _ours is null || goal is null ? "" : goal.Judge(bytes(_ours).Median / BytesPerMegabyte);
        return [title, .. results.Select(result => Number(bytes(result).Median / BytesPerMegabyte)), .. Ratios(bytes), judged];
    }

    private string[] Ratios(Func<Result, Samples> measure) => [Ratio(_stock, measure), Ratio(_seed, measure)];

    private string Ratio(Result? other, Func<Result, Samples> measure) =>
        _ours is null || other is null ? "-" : measure(_ours).PairedRatioTo(measure(other)).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Spread(Samples samples) => $"{Number(samples.Median)} ({Number(samples.Quantile(0.1))}-{Number(samples.Quantile(0.9))})";

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
