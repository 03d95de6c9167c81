using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Cluster;

/// <summary>
/// A RabbitMQ of this run's own: ports, a folder and a port mapper (epmd) that no other on the machine shares. Disposing kills both by their ids and removes the folder.
/// </summary>
internal sealed class Broker : IDisposable
{
    /// <summary>The script that becomes the server; the one on Debian's PATH changes the user first, and works for root alone.</summary>
    private const string DebianScript = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    /// <summary>Who runs it when the benchmark is run by root: the user that Debian's package makes.</summary>
    private const string User = "rabbitmq";

    // It takes about 6 s where nothing else runs.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aotsse-broker-");
    private readonly ConcurrentQueue<string> _printed = new();
    private readonly List<Process> _processes = [];
    private readonly int _port;

    private Broker(LoopbackPorts ports, CancellationToken cancellation)
    {
        _port = ports.Next();
        try
        {
            var script = File.Exists(DebianScript) ? DebianScript : FindOrExplain("rabbitmq-server");
            var mapper = ports.Next();
            var environment = Prepare(mapper, ports.Next());
            Start(FindOrExplain("epmd"), ["-port", Text(mapper), "-address", "127.0.0.1"], environment);
            Start(script, [], environment);
            WaitUntilListening(cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where nodes find it.</summary>
    public string Url => $"amqp://guest:guest@127.0.0.1:{Text(_port)}/";

    /// <summary>The process of the server.</summary>
    public int Id => _processes[^1].Id;

    public static Broker Start(LoopbackPorts ports, CancellationToken cancellation) => new(ports, cancellation);

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            // What it has stored is thrown away: there is nothing to end in order.
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _processes.Clear();
        _folder.Delete(recursive: true);
    }

    private Dictionary<string, string> Prepare(int mapper, int distribution)
    {
        var folder = _folder.FullName;
        File.WriteAllText(Path.Combine(folder, "plugins"), "[].\n");
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), "");
        if (Environment.IsPrivilegedProcess && Tool.Capture(Tool.Find("chown"), ["-R", $"{User}:", folder], CancellationToken.None) is { ExitCode: not 0, Errors: var errors })
            throw new BenchmarkException($"RabbitMQ cannot be run as the user '{User}', whom its package makes: {errors.Trim()}");
        return new()
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
            ["HOME"] = folder, // It keeps its cookie there.
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(mapper),
            ["RABBITMQ_NODENAME"] = "bench@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(_port),
            ["RABBITMQ_DIST_PORT"] = Text(distribution),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
            ["RUNNING_UNDER_SYSTEMD"] = "true", // The script becomes the server instead of watching it.
        };
    }

    private void Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? [Tool.Find("setpriv"), $"--reuid={User}", $"--regid={User}", "--clear-groups", "--", program, .. arguments]
            : [program, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = _folder.FullName, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        _processes.Add(process);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) => _printed.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _printed.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>It listens when everything else of it works.</summary>
    private void WaitUntilListening(CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!IsListening())
        {
            if (_processes.Exists(static process => process.HasExited) || Stopwatch.GetElapsedTime(begin) > StartTimeout)
                throw new BenchmarkException($"RabbitMQ did not start. It printed:\n{string.Join('\n', _printed)}");
            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(50));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private bool IsListening()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string FindOrExplain(string program)
    {
        try
        {
            return Tool.Find(program);
        }
        catch (BenchmarkException)
        {
            throw new BenchmarkException($"'{program}' is missing: install RabbitMQ 3.9 or later, on Debian by apt-get install rabbitmq-server.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
