using System.Net;
using System.Net.Sockets;
using AotSse.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AotSse.Server.Listening;

/// <summary>Where the control listener is: whoever reaches it may publish, so it is a loopback address or a unix socket.</summary>
/// <param name="EndPoint">The address; none for a unix socket.</param>
/// <param name="SocketPath">The file of a unix socket.</param>
internal sealed record ControlAddress(IPEndPoint? EndPoint, string? SocketPath)
{
    private const string UnixPrefix = "unix:";

    /// <returns><see langword="null"/> for an empty text, which turns the listener off.</returns>
    /// <exception cref="SettingException">The text is no address for a control listener.</exception>
    public static ControlAddress? Parse((string Value, string Source) text)
    {
        var (value, source) = text;
        if (value.Length == 0) return null;
        if (value.StartsWith(UnixPrefix, StringComparison.Ordinal) && value.Length > UnixPrefix.Length) return new ControlAddress(null, value[UnixPrefix.Length..]);

        if (!Uri.TryCreate(value, UriKind.Absolute, out var uri) || uri.Scheme != "http" || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
            throw new SettingException($"{source}: '{Settings.OneLine(value)}' is no control address: use http://127.0.0.1:<port> or unix:<file>, or nothing to turn it off");

        var address = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(uri.DnsSafeHost, out var parsed) ? parsed : null;
        return address is not null && IPAddress.IsLoopback(address)
            ? new ControlAddress(new IPEndPoint(address, uri.Port), null)
            : throw new SettingException($"{source}: '{Settings.OneLine(value)}' is open to other machines, which could all publish: use a loopback address or unix:<file>");
    }

    /// <summary>Listens, and marks what comes in.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        if (EndPoint is not null) kestrel.Listen(EndPoint, ControlListener.Mark);
        else
        {
            RemoveIfAbandoned(SocketPath!);
            kestrel.ListenUnixSocket(SocketPath!, ControlListener.Mark);
        }
    }

    /// <summary>The address as it was given.</summary>
    public override string ToString() => EndPoint is null ? UnixPrefix + SocketPath : $"http://{EndPoint}";

    /// <summary>A process that was killed leaves its socket's file behind, which nobody answers and nobody else can listen on.</summary>
    private static void RemoveIfAbandoned(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: 0 }) return; // Not a socket: somebody's data.
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(path);
        }
    }
}
