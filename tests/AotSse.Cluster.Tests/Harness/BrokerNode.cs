using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>One RabbitMQ node, Debian's, that this test run starts and ends by its process id. It keeps its ports and its data over a restart.</summary>
internal sealed class BrokerNode : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";

    /// <summary>A broker takes five seconds on a quiet machine; a cluster shares two cores.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private readonly ErlangHost _host;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _process;

    /// <param name="host">Where it runs.</param>
    /// <param name="name">Its name, unique there.</param>
    /// <param name="cluster">The names of all nodes it belongs together with, itself included.</param>
    public BrokerNode(ErlangHost host, string name, IReadOnlyList<string> cluster)
    {
        _host = host;
        Name = $"{name}@localhost";
        _folder = Directory.CreateDirectory(Path.Combine(host.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(_folder, "plugins"), "[].");
        File.WriteAllLines(Path.Combine(_folder, "rabbitmq.conf"), Configuration(cluster));
    }

    public string Name { get; }

    public int Port { get; } = FreePort.Next();

    public string Url => UrlAt(Port);

    private int DistributionPort { get; } = FreePort.Next();

    public static string UrlAt(int port, string credentials = "guest:guest") => $"amqp://{credentials}@127.0.0.1:{port}/";

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        var start = _host.Program(Path.Combine(Programs, "rabbitmq-server"));
        foreach (var (name, value) in Variables()) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Deadline.UntilAsync(IsReadyAsync, static ready => ready, StartLimit, $"{Name} takes connections: {string.Join('\n', _said)}");
    }

    /// <summary>
    /// Waits until it would still know of its streams after it was killed. It writes down that there are any half a second after the first (ra_directory, <c>names.dets</c>);
    /// killed before, it never starts one again: "home node of durable queue is down or inaccessible".
    /// </summary>
    public async Task RemembersStreamsAsync()
    {
        var file = Path.Combine(_folder, "data", Name, "coordination", Name, "names.dets");
        await Deadline.UntilAsync(ReadAsync, static text => text.Contains("rabbit_stream_coordinator", StringComparison.Ordinal), StartLimit, $"{Name} has written down that it has streams");

        async Task<string> ReadAsync()
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks it by its command line tool, and returns what that prints.</summary>
    public async Task<string> AskAsync(params string[] arguments)
    {
        var run = await Command.RunAsync(new Process { StartInfo = _host.Program(Path.Combine(Programs, "rabbitmqctl"), ["--node", Name, "--quiet", .. arguments]) }, []);
        Assert.True(run.ExitCode == 0, $"{run}");
        return run.Output;
    }

    /// <summary>Uses a channel of a client's.</summary>
    public async Task UseAsync(Func<IChannel, Task> use)
    {
        var token = TestContext.Current.CancellationToken;
        await using var connection = await new ConnectionFactory { Uri = new Uri(Url) }.CreateConnectionAsync(token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: token);
        await use(channel);
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private static IEnumerable<string> Configuration(IReadOnlyList<string> cluster)
    {
        yield return "vm_memory_high_watermark.absolute = 1GB";
        yield return "disk_free_limit.absolute = 50MB";
        yield return "log.file.level = warning";
        if (cluster.Count == 1) yield break;

        // The first one is there before the others: there is nobody to wait for.
        yield return "cluster_formation.peer_discovery_backend = classic_config";
        yield return "cluster_formation.randomized_startup_delay_range.min = 0";
        yield return "cluster_formation.randomized_startup_delay_range.max = 1";
        for (var i = 0; i < cluster.Count; i++) yield return string.Create(CultureInfo.InvariantCulture, $"cluster_formation.classic_config.nodes.{i + 1} = {cluster[i]}@localhost");
    }

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("RABBITMQ_NODENAME", Name),
        ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_NODE_PORT", $"{Port}"),
        ("RABBITMQ_DIST_PORT", $"{DistributionPort}"),
        ("RABBITMQ_MNESIA_BASE", Path.Combine(_folder, "data")),
        ("RABBITMQ_LOG_BASE", Path.Combine(_folder, "log")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(_folder, "plugins")),
        ("RABBITMQ_CONFIG_FILE", Path.Combine(_folder, "rabbitmq.conf")),
        ("RABBITMQ_CONF_ENV_FILE", Path.Combine(_folder, "no-env.conf")),
        // Waiting schedulers spin otherwise, on cores that the servers and their clients need.
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"),
        // The script becomes the broker instead of watching over it: its process is the one to kill.
        ("RUNNING_UNDER_SYSTEMD", "true"),
    ];

    private async Task<bool> IsReadyAsync()
    {
        if (_process!.HasExited) throw new InvalidOperationException($"{Name} ended: {string.Join('\n', _said)}");
        try
        {
            await UseAsync(static _ => Task.CompletedTask);
            return true;
        }
        catch (Exception notYet) when (notYet is BrokerUnreachableException or OperationInterruptedException)
        {
            return false;
        }
    }
}
