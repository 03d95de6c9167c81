namespace AotSse.Client.Connection;

/// <summary>How long to wait before the next attempt. One for each enumeration; not thread-safe.</summary>
/// <param name="options">The limits.</param>
internal sealed class Backoff(EventStreamClientOptions options)
{
    // A server that says "retry: 0" must not be asked in a tight loop.
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(50);

    // 2^16 times the shortest wait is longer than any limit that makes sense.
    private const int MaxDoublings = 16;

    private TimeSpan _retry = options.Retry;

    /// <summary>How many attempts in a row have opened no stream.</summary>
    public int Failures { get; private set; }

    public void Opened() => Failures = 0;

    /// <exception cref="EventStreamException">There have been as many as are allowed.</exception>
    public void Failed(Exception reason)
    {
        Failures++;
        if (Failures >= options.MaxAttempts) throw new EventStreamException($"{Failures} attempts in a row have opened no stream; the last one: {reason.Message}", reason);
    }

    /// <summary>The wait: never shorter than the server asked for, and up to a half longer.</summary>
    /// <param name="retry">The <c>retry</c> field of the connection, if it had one. It holds for those after it too.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header of the answer, if it had one.</param>
    public TimeSpan Next(TimeSpan? retry, TimeSpan? retryAfter)
    {
        if (retry is { } said) _retry = said;
        var delay = Max(_retry, Floor);
        for (var i = 0; i < Math.Min(Failures, MaxDoublings) && delay < options.MaxRetry; i++) delay = Min(delay * 2, options.MaxRetry);
        return Max(delay, retryAfter ?? default) * (1 + (Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
