namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Many clients that end with the test.</summary>
internal sealed class Disposables(params IEnumerable<IDisposable> all) : IDisposable
{
    public void Dispose()
    {
        foreach (var one in all)
            one.Dispose();
    }
}
