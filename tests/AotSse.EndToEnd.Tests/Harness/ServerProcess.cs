using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>One run of the native server that listens. Disposing it ends the process by its id.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string ListeningOn = "Listening on ";
    private const string ControlOn = "Control on ";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public int Port { get; private set; }

    /// <summary>The address that the control listener printed, or null if it printed none.</summary>
    public string? Control { get; private set; }

    /// <summary>What the server wrote to standard output so far, line by line.</summary>
    public IReadOnlyList<string> Output => [.. _output];

    /// <summary>What it wrote to standard error so far, line by line.</summary>
    public IReadOnlyList<string> Errors => [.. _errors];

    /// <summary>The public listener as a client on this machine writes it, without a slash at the end.</summary>
    public string Origin => $"http://127.0.0.1:{Port}";

    public ControlApi Publisher => new(Control ?? throw new InvalidOperationException("The control listener is off."));

    public int OpenFiles => Directory.GetFiles($"/proc/{Id}/fd").Length;

    /// <summary>Memory of the machine that it occupies: heap, stacks, and what is mapped of its file.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").Single(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line["VmRSS:".Length..^" kB".Length], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts the server, by default on two ports that the system picks, and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(ServerSettings? settings = null)
    {
        var server = new ServerProcess((settings ?? new ServerSettings()).CreateProcess());
        try
        {
            server.Start();
            await server._listening.Task.Within(Deadline.Usual, () => $"'{ListeningOn}<port>'. {server.Said()}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Asks the server to end, without waiting for it.</summary>
    public void Terminate() => Signal.SendTerminate(Id);

    public void Interrupt() => Signal.SendInterrupt(Id);

    /// <summary>Ends the server as a crash would: no drain, no goodbye.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync(Deadline.Usual);
    }

    public async Task<int> WaitForExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync().Within(limit, () => $"the exit of the server. {Said()}");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    /// <summary>Everything the server wrote, for the message of a failed test.</summary>
    public string Said() => $"stdout: [{string.Join(" | ", _output)}] stderr: [{string.Join(" | ", _errors)}]";

    private void Start()
    {
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"The server ended. {Said()}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void OnOutput(string? line)
    {
        Keep(_output, line);
        if (line is null || _listening.Task.IsCompleted)
            return;
        if (line.StartsWith(ControlOn, StringComparison.Ordinal))
            Control = line[ControlOn.Length..];
        if (!line.StartsWith(ListeningOn, StringComparison.Ordinal))
            return;
        Port = int.Parse(line.AsSpan(ListeningOn.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        _listening.TrySetResult();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
