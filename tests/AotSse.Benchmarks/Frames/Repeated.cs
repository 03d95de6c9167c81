namespace AotSse.Benchmarks.Frames;

/// <summary>Gives the same item a number of times, always at once. One object for all runs: the peer pays for no enumerator.</summary>
internal sealed class Repeated<T>(T item) : IAsyncEnumerable<T>, IAsyncEnumerator<T>
{
    private int _left;

    public T Current => item;

    public Repeated<T> Times(int count)
    {
        _left = count;
        return this;
    }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync() => new(_left-- > 0);

    public ValueTask DisposeAsync() => default;
}
