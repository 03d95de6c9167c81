namespace AotSse.Tests.Support;

/// <summary>Waits for what other threads are about to make true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>How soon a condition is looked at again: the cores belong to those who make it true.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(2);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"It did not come true that {what}.");
            await Task.Delay(LookAgain, TestContext.Current.CancellationToken);
        }
    }
}
