using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using AotSse.Server.Configuration;
using AotSse.Server.Listening;

namespace AotSse.Server.Health;

/// <summary>
/// <c>aotsse healthcheck</c>: asks the server with these settings whether it is ready, for images without curl. One request, written by hand: HttpClient would add
/// a fifth to the binary.
/// </summary>
internal static class HealthCheck
{
    private const int MaxAnswerBytes = 16 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>0 when the server is ready, otherwise 1.</returns>
    /// <exception cref="SettingException">The settings do not tell where the server is.</exception>
    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellation)
    {
        // The public listener is the one that counts; where it took a free port, the other may be known.
        var address = settings.Public.Concat(settings.Control is { } control ? [control] : []).FirstOrDefault(static address => address.Port != 0 || address.SocketFile is not null)
            ?? throw new SettingException($"healthcheck needs to know where the server is: give {Setting.Port.Option} or {Setting.Control.Option} as the server has it");
        if (address.IsTls) OpenSsl.Require(Setting.TlsCertificate.Variable);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            var answer = await AskAsync(address, limit.Token);
            if (answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal)) return 0;
            var body = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            return await FailAsync(body < "HTTP/1.1 200".Length ? $"{address} does not speak HTTP" : $"{address} answers {answer[9..12]}: {answer[(body + 4)..].TrimEnd()}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return await FailAsync($"{address} has not answered within {Patience.TotalSeconds} seconds");
        }
        catch (Exception failed) when (failed is SocketException or IOException or System.Security.Authentication.AuthenticationException)
        {
            return await FailAsync($"{address}: {failed.Message}");
        }
    }

    private static async Task<string> AskAsync(ListenAddress address, CancellationToken cancellation)
    {
        var target = address.SocketFile is not null ? address.EndPoint! : new IPEndPoint(address.Host, address.Port);
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(target, cancellation);
        await using var stream = await OpenAsync(new NetworkStream(socket), address.IsTls, cancellation);
        await stream.WriteAsync("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellation);
        var answer = new byte[MaxAnswerBytes];
        return Encoding.UTF8.GetString(answer, 0, await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation));
    }

    private static async Task<Stream> OpenAsync(NetworkStream network, bool isTls, CancellationToken cancellation)
    {
        if (!OpenSsl.IsSupported || !isTls) return network;
        var tls = new SslStream(network);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
#pragma warning disable CA5359 // The question is whether the server on this machine works, not whether its certificate names localhost.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            cancellation);
        return tls;
    }

    private static async Task<int> FailAsync(string why)
    {
        await Console.Error.WriteLineAsync($"aotsse: not ready: {SettingText.OneLine(why)}");
        return 1;
    }
}
