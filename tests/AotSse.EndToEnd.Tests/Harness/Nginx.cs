using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>nginx with <c>deploy/nginx.conf</c> before two instances, reached with TLS and without.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private static readonly string[] Temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aotsse-nginx-");
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly Process _process;

    private Nginx(TestCertificate certificate, int first, int second, string readTimeout)
    {
        var site = new DeployFile("nginx.conf")
            .With("server 127.0.0.1:4000 ", $"server 127.0.0.1:{first} ")
            .With("server 127.0.0.1:4010 ", $"server 127.0.0.1:{second} ")
            .With("listen 443 ssl http2;", $"listen 127.0.0.1:{Port}; listen 127.0.0.1:{TlsPort} ssl http2;")
            .With("/etc/nginx/tls/tls.crt", certificate.CertificateFile)
            .With("/etc/nginx/tls/tls.key", certificate.KeyFile)
            .With("proxy_read_timeout 60s", $"proxy_read_timeout {readTimeout}");
        var paths = string.Concat(Temporary.Select(kind => $"{kind}_temp_path {_folder}/{kind};\n"));
        // Root's nginx would serve as a user who cannot read the folder. The address of a client is what a load balancer before nginx would say.
        File.WriteAllText(Path.Combine(_folder.FullName, "nginx.conf"), $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
            daemon off;
            pid {{_folder}}/nginx.pid;
            error_log stderr warn;
            worker_processes 1;
            worker_rlimit_nofile 8192;
            events { worker_connections 4096; }
            http {
                access_log off;
                set_real_ip_from 127.0.0.1;
                real_ip_header X-Forwarded-For;
                {{paths}}
                {{site.Text}}
            }
            """);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("nginx", ["-p", _folder.FullName, "-e", "stderr", "-c", "nginx.conf"]) { RedirectStandardError = true },
        };
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
    }

    public int Port { get; } = FreePort.Next();

    public int TlsPort { get; } = FreePort.Next();

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<Nginx> StartAsync(TestCertificate certificate, int first, int second, string readTimeout = "60s")
    {
        var nginx = new Nginx(certificate, first, second, readTimeout);
        nginx._process.Start();
        nginx._process.BeginErrorReadLine();
        await Deadline.UntilAsync(nginx.IsListeningAsync, static isListening => isListening, Deadline.Usual, "nginx listens");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Signal.SendTerminate(_process.Id);
        await _process.WaitForExitAsync().Within(Deadline.Usual, Said);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsListeningAsync()
    {
        Assert.False(_process.HasExited, Said());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Said() => $"nginx said: {string.Join('\n', _errors)}";
}
