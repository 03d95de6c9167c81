using System.Diagnostics.Metrics;

namespace AotSse.Server.Observability;

/// <summary>What an instrument has measured for one set of tags. Guarded by the lock of its <see cref="Instruments"/>.</summary>
/// <param name="labels">The tags as Prometheus writes them: <c>reason="lag"</c> and commas between, or nothing.</param>
/// <param name="bounds">The upper bounds of a histogram's buckets; none for any other instrument.</param>
internal sealed class Series(string labels, double[] bounds)
{
    private readonly long[] _buckets = new long[bounds.Length];

    public string Labels => labels;

    public ReadOnlySpan<double> Bounds => bounds;

    /// <summary>The value of a counter or gauge, or the sum of a histogram.</summary>
    public double Value { get; private set; }

    /// <summary>How many measurements a histogram has.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are at most as high as a bound.</summary>
    public long CountUpTo(int bound)
    {
        var count = 0L;
        for (var i = 0; i <= bound; i++) count += _buckets[i];
        return count;
    }

    public void Measure(Instrument instrument, double value)
    {
        // What is observed is the whole value, what is counted a step.
        if (instrument.IsObservable) Value = value;
        else Value += value;
        Count++;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (value > bounds[i]) continue;
            _buckets[i]++;
            return;
        }
    }
}
