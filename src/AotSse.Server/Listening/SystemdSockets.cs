using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AotSse.Server.Configuration;

namespace AotSse.Server.Listening;

/// <summary>
/// Sockets that systemd opened for us (sd_listen_fds(3)). One that the socket unit names <c>control</c> is for publishers, all others for subscribers.
/// </summary>
/// <param name="Address">The socket and where it listens.</param>
/// <param name="IsControl">Whether it is for publishers.</param>
internal sealed record SystemdSockets(ListenAddress Address, bool IsControl)
{
    /// <summary>SD_LISTEN_FDS_START.</summary>
    private const int FirstHandle = 3;

    /// <summary>The sockets given to this very process; none for a process that only inherited the variables.</summary>
    /// <exception cref="SettingException">What was given is no listening socket.</exception>
    public static List<SystemdSockets> Read()
    {
        var sockets = new List<SystemdSockets>();
        if (Environment.GetEnvironmentVariable("LISTEN_PID") is not { } process || Number(process) != Environment.ProcessId) return sockets;

        var names = (Environment.GetEnvironmentVariable("LISTEN_FDNAMES") ?? "").Split(':');
        var count = Number(Environment.GetEnvironmentVariable("LISTEN_FDS") ?? "");
        for (var i = 0; i < count; i++) sockets.Add(new SystemdSockets(Inherit(FirstHandle + i), i < names.Length && names[i] == "control"));
        return sockets;
    }

    private static ListenAddress Inherit(int handle)
    {
        try
        {
            // Only to look at it: the transport opens it again.
            using var socket = new Socket(new SafeSocketHandle(handle, ownsHandle: false));
            var endPoint = socket.LocalEndPoint;
            return new ListenAddress(endPoint, (endPoint as IPEndPoint)?.Port ?? 0, IsTls: false) { Handle = (ulong)handle };
        }
        catch (SocketException wrong)
        {
            throw new SettingException($"LISTEN_FDS: file descriptor {handle} is no socket to listen on: {SettingText.OneLine(wrong.Message)}");
        }
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
