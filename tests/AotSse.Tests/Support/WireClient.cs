using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AotSse.Tests.Support;

/// <summary>Bytes to a server and bytes from it, with no rule about them.</summary>
internal sealed class WireClient : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private WireClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public string LocalPort => ((IPEndPoint)Socket.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<WireClient> ConnectAsync(TestApp app)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, app.Client.BaseAddress!.Port), TestContext.Current.CancellationToken);
        return new WireClient(socket);
    }

    public static byte[] Request(string method, string path, string headers = "") => Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await Socket.SendAsync(bytes, TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken)..];
    }

    /// <summary>Sends as much as goes without waiting.</summary>
    /// <returns>How much of it.</returns>
    public int SendWithoutWaiting(ReadOnlySpan<byte> bytes)
    {
        Socket.Blocking = false;
        var sent = Math.Max(0, Socket.Send(bytes, SocketFlags.None, out _));
        Socket.Blocking = true;
        return sent;
    }

    /// <summary>Everything up to the end of the connection, or up to so many bytes.</summary>
    public async Task<string> ReadAsync(int most = int.MaxValue)
    {
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (all.Length < most)
        {
            var read = await Socket.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - all.Length)), TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);
            if (read == 0) break;
            all.Write(buffer, 0, read);
        }

        return Encoding.Latin1.GetString(all.GetBuffer(), 0, (int)all.Length);
    }

    /// <summary>Drops the connection with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Close();
    }

    public void Dispose() => Socket.Dispose();
}
