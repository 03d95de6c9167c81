namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>One server for all tests of a class, none of which ends it. Each test uses a topic of its own.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private static int _topics;

    private ServerProcess? _server;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>A topic that no other test uses.</summary>
    internal static string NewTopic() => $"topic-{Interlocked.Increment(ref _topics)}";

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
