using System.Text.Json;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>Three brokers on this machine that are one.</summary>
internal sealed class BrokerCluster : IAsyncDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];

    private readonly ErlangHost _host = new();
    private readonly BrokerNode[] _nodes;

    private BrokerCluster() => _nodes = Array.ConvertAll(Names, name => new BrokerNode(_host, name, Names));

    /// <summary>All of them, as a server is told.</summary>
    public string Urls => string.Join(',', _nodes.Select(static node => node.Url));

    public static async Task<BrokerCluster> StartAsync()
    {
        var cluster = new BrokerCluster();
        try
        {
            await cluster._nodes[0].StartAsync();
            await Task.WhenAll(cluster._nodes.Skip(1).Select(static node => node.StartAsync()));
            await cluster._nodes[0].AskAsync("await_online_nodes", $"{Names.Length}");
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The broker that leads a stream.</summary>
    public async Task<BrokerNode> LeaderOfAsync(string stream)
    {
        using var queues = JsonDocument.Parse(await _nodes[0].AskAsync("list_queues", "name", "leader", "--formatter", "json"));
        var queue = Assert.Single(queues.RootElement.EnumerateArray(), queue => queue.GetProperty("name").GetString() == stream);
        return Assert.Single(_nodes, node => node.Name == queue.GetProperty("leader").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        _host.Dispose();
    }
}
