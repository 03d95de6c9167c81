using System.Net;
using System.Net.Sockets;
using AotSse.Server.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AotSse.Server.Listening;

/// <summary>Where one listener is.</summary>
/// <param name="EndPoint">An IP address and port, the file of a unix socket or an open socket; none for all interfaces.</param>
/// <param name="Port">The port, 0 for any free one; 0 too where there is none.</param>
/// <param name="IsTls">Whether it speaks TLS.</param>
internal sealed record ListenAddress(EndPoint? EndPoint, int Port, bool IsTls)
{
    private const string UnixPrefix = "unix:";

    /// <summary>Whether no other machine can reach it.</summary>
    public bool IsLocal => IsLoopback || SocketFile is not null;

    /// <summary>Whether browsers on this machine reach it while no other machine does.</summary>
    public bool IsLoopback => EndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);

    /// <summary>The file of a unix socket.</summary>
    public string? SocketFile => (EndPoint as UnixDomainSocketEndPoint)?.ToString();

    /// <summary>By which IP address it is reached from this machine.</summary>
    public IPAddress Host => EndPoint is IPEndPoint { Address: var address } && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : IPAddress.Loopback;

    /// <summary>An open socket that was inherited.</summary>
    public ulong? Handle { get; init; }

    /// <summary>An URL as ASP.NET Core reads them, or <c>unix:</c> and a file.</summary>
    /// <exception cref="SettingException">The text is neither.</exception>
    public static ListenAddress Parse(SettingText text, string remedy)
    {
        if (text.Value.StartsWith(UnixPrefix, StringComparison.Ordinal)) return Unix(text.Value[UnixPrefix.Length..], isTls: false, text, remedy);

        BindingAddress url;
        try
        {
            url = BindingAddress.Parse(text.Value);
        }
        catch (FormatException)
        {
            throw text.Wrong(remedy);
        }

        var isTls = url.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase);
        if ((!isTls && !url.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase)) || url.PathBase.Length > 0) throw text.Wrong(remedy);
        if (url.IsUnixPipe) return Unix(url.UnixPipePath, isTls, text, remedy);
        if (url.Port is < 0 or > ushort.MaxValue) throw text.Wrong(remedy);
        if (url.Host is "*" or "+") return new ListenAddress(null, url.Port, isTls);

        var address = url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.TryParse(url.Host, out var parsed) ? parsed
            : throw text.Wrong("names a host: use an IP address, localhost, or * for all interfaces");
        return new ListenAddress(new IPEndPoint(address, url.Port), url.Port, isTls);
    }

    /// <summary>Listens.</summary>
    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Handle is { } handle) kestrel.ListenHandle(handle, configure);
        else if (SocketFile is { } file)
        {
            RemoveIfAbandoned(file);
            kestrel.ListenUnixSocket(file, configure);
        }
        else if (EndPoint is not null) kestrel.Listen(EndPoint, configure);
        else kestrel.ListenAnyIP(Port, configure);
    }

    /// <summary>The address as a client on this machine writes it.</summary>
    public override string ToString()
    {
        if (SocketFile is { } file) return UnixPrefix + file;
        return $"{(IsTls ? "https" : "http")}://{new IPEndPoint(Host, Port)}";
    }

    /// <remarks>The kernel takes at most 107 bytes: <c>sun_path</c> holds 108 with the final zero.</remarks>
    private static ListenAddress Unix(string file, bool isTls, SettingText text, string remedy)
    {
        if (file.Length == 0) throw text.Wrong(remedy);
        try
        {
            return new ListenAddress(new UnixDomainSocketEndPoint(Path.GetFullPath(file)), 0, isTls);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw text.Wrong("is too long for the path of a socket: use at most 107 bytes");
        }
    }

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
