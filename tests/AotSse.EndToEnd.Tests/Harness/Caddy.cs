using System.Diagnostics;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>Caddy with <c>deploy/Caddyfile</c> before an instance, without TLS.</summary>
internal sealed class Caddy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aotsse-caddy-");
    private readonly Process _process;

    private Caddy(int instance)
    {
        var site = new DeployFile("Caddyfile")
            .With("events.example.com {", $"http://127.0.0.1:{Port} {{")
            .With("127.0.0.1:4000 127.0.0.1:4010", $"127.0.0.1:{instance}");
        var file = Path.Combine(_folder.FullName, "Caddyfile");
        File.WriteAllText(file, $"{{\n\tadmin off\n}}\n{site.Text}");
        var start = new ProcessStartInfo("caddy", ["run", "--config", file, "--adapter", "caddyfile"]) { RedirectStandardError = true };
        foreach (var variable in new[] { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME" }) start.Environment[variable] = _folder.FullName;
        _process = new Process { StartInfo = start };
    }

    public int Port { get; } = FreePort.Next();

    public static async Task<Caddy> StartAsync(int instance)
    {
        var caddy = new Caddy(instance);
        caddy._process.Start();
        caddy._process.BeginErrorReadLine();
        await Deadline.UntilAsync(
            () => Curl.RunAsync($"http://127.0.0.1:{caddy.Port}/healthz"), static answer => answer.Output == "healthy\n", Deadline.Usual, "Caddy passes requests on");
        return caddy;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Signal.SendTerminate(_process.Id);
        await _process.WaitForExitAsync().Within(Deadline.Usual, static () => "the end of Caddy");
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
