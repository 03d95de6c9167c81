using System.Net;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>Several servers that are one: they share a stream at the broker. Each keeps its ports over a restart.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private static readonly HttpClient Client = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly (int Port, string Control)[] _addresses;
    private readonly ServerProcess?[] _running;
    private readonly Func<int, ServerSettings> _settings;

    private Nodes(int count, Func<int, ServerSettings> settings)
    {
        _addresses = [.. Enumerable.Range(0, count).Select(static _ => (FreePort.Next(), $"http://127.0.0.1:{FreePort.Next()}"))];
        _running = new ServerProcess?[count];
        _settings = settings;
    }

    public int Count => _addresses.Length;

    /// <summary>The node, which must be running.</summary>
    public ServerProcess this[int i] => _running[i] ?? throw new InvalidOperationException($"Node {i} does not run.");

    /// <summary>Starts nodes at one broker and waits until all are ready.</summary>
    public static Task<Nodes> StartAsync(int count, string broker, string stream, params string[] arguments) => StartAsync(count, _ => broker, stream, arguments);

    /// <summary>Starts nodes, each with its own way to the broker, and waits until all are ready.</summary>
    public static async Task<Nodes> StartAsync(int count, Func<int, string> broker, string stream, params string[] arguments)
    {
        var nodes = new Nodes(count, i => new ServerSettings
        {
            Environment = new Dictionary<string, string> { ["AOTSSE_RABBITMQ"] = broker(i), ["AOTSSE_RABBITMQ_STREAM"] = stream, ["AOTSSE_RETRY"] = "200", ["AOTSSE_HEARTBEAT"] = "1" },
            MoreArguments = arguments,
        });
        try
        {
            await Task.WhenAll(Enumerable.Range(0, count).Select(nodes.StartAsync));
            await nodes.ReadyAsync();
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public int PortOf(int i) => _addresses[i].Port;

    public string ControlOf(int i) => _addresses[i].Control;

    /// <summary>Starts a node that does not run, and waits until it listens.</summary>
    public async Task StartAsync(int i) => _running[i] = await ServerProcess.StartAsync(_settings(i) with { Port = PortOf(i), Control = ControlOf(i) });

    /// <summary>Ends a node as a crash would.</summary>
    public async Task KillAsync(int i)
    {
        var node = this[i];
        _running[i] = null;
        await node.DisposeAsync();
    }

    /// <summary>Waits until every node says that it is of use.</summary>
    public async Task ReadyAsync()
    {
        for (var i = 0; i < Count; i++) await ReadyAsync(i);
    }

    /// <inheritdoc cref="ReadyAsync()"/>
    public async Task ReadyAsync(int i) =>
        await Deadline.UntilAsync(() => ReadinessAsync(i), static answer => answer.Status == HttpStatusCode.OK, TimeSpan.FromSeconds(30), $"node {i} is ready. {_running[i]?.Said()}");

    /// <summary>What a node says of itself.</summary>
    public async Task<(HttpStatusCode Status, string Text)> ReadinessAsync(int i)
    {
        using var response = await Client.GetAsync(new Uri($"{ControlOf(i)}/readyz"), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _running)
            if (node is not null) await node.DisposeAsync();
    }
}
