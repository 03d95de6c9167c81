namespace AotSse.Benchmarks.Running;

/// <summary>The samples of one measure of one contestant.</summary>
internal sealed class Samples(params IEnumerable<double> values)
{
    private readonly List<double> _values = [.. values];

    public bool IsEmpty => _values.Count == 0;

    public double Median => Quantile(0.5);

    public void Add(double value) => _values.Add(value);

    /// <summary>
    /// The median of the ratios of samples taken in the same round. Load from outside falls on both sides of such a pair alike,
    /// while it can shift the median of one contestant alone.
    /// </summary>
    public double PairedRatioTo(Samples other) => new Samples(_values.Zip(other._values, (mine, others) => mine / others)).Median;

    /// <summary>The median of the differences of samples taken in the same round.</summary>
    public double PairedDifferenceTo(Samples other) => new Samples(_values.Zip(other._values, (mine, others) => mine - others)).Median;

    /// <summary>The value below which the given share of the samples lies, interpolated between neighbours.</summary>
    public double Quantile(double share)
    {
        var sorted = _values.Order().ToArray();
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
