namespace AotSse.Client.Tests.Support;

/// <summary>An enumeration that a test steps through, with a limit on each wait.</summary>
internal sealed class Reading<T>(IAsyncEnumerable<T> items) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly IAsyncEnumerator<T> _items = items.GetAsyncEnumerator(TestContext.Current.CancellationToken);

    /// <summary>Asks for the next item without waiting for it.</summary>
    public Task<bool> Move() => _items.MoveNextAsync().AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);

    public T Current => _items.Current;

    public async Task<T> NextAsync()
    {
        Assert.True(await Move(), "The enumeration has ended.");
        return Current;
    }

    public ValueTask DisposeAsync() => _items.DisposeAsync();
}

internal static class Reading
{
    public static Reading<T> Read<T>(this IAsyncEnumerable<T> items) => new(items);
}
