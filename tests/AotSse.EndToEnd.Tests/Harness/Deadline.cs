using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Bounded waiting: every wait of these tests goes through here and says what it waited for.</summary>
internal static class Deadline
{
    /// <summary>Long enough for a loaded two-core machine, short enough that a hang is reported within the run.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    /// <summary>Pause between two looks at a condition that nothing announces, such as the state of another process.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    public static async Task<T> Within<T>(this Task<T> task, TimeSpan limit, Func<string> what)
    {
        await Within((Task)task, limit, what);
        return await task;
    }

    public static async Task Within(this Task task, TimeSpan limit, Func<string> what)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var first = await Task.WhenAny(task, Task.Delay(limit, ended.Token));
        await ended.CancelAsync();
        if (first != task)
            throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what()}");
        await task;
    }

    /// <summary>Looks until <paramref name="read"/> gives a value that <paramref name="accept"/> takes, and returns it.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> accept, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await read();
            if (accept(value))
                return value;
            if (watch.Elapsed > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}. Last seen: {value}");
            await Task.Delay(LookAgain, TestContext.Current.CancellationToken);
        }
    }
}
