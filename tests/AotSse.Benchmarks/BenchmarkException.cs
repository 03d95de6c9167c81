namespace AotSse.Benchmarks;

/// <summary>A failure whose message alone tells the user what to do; printed without a stack trace.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
