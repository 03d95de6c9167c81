using System.Diagnostics;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>What Erlang nodes on this machine need to find and trust each other: a port mapper of their own and a common cookie, in a folder that goes with them.</summary>
internal sealed class ErlangHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _portMapper;

    public ErlangHost()
    {
        var cookie = Path.Combine(_folder.Path, ".erlang.cookie");
        File.WriteAllText(cookie, Guid.NewGuid().ToString("N"));
        File.SetUnixFileMode(cookie, UnixFileMode.UserRead);
        _portMapper = Process.Start(new ProcessStartInfo("epmd", ["-port", $"{PortMapper}", "-address", "127.0.0.1"]))!;
    }

    public string Folder => _folder.Path;

    private int PortMapper { get; } = FreePort.Next();

    /// <summary>A program that belongs to these nodes, with its outputs redirected.</summary>
    public ProcessStartInfo Program(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("RABBITMQ_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        start.Environment["HOME"] = Folder;
        start.Environment["ERL_EPMD_PORT"] = $"{PortMapper}";
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        return start;
    }

    public void Dispose()
    {
        _portMapper.Kill();
        _portMapper.WaitForExit();
        _portMapper.Dispose();
        _folder.Dispose();
    }
}
