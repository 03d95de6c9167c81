using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The network between a client and the server: passes bytes on both ways until the test cuts the cable.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly int _target;
    private volatile bool _isClosed;
    private volatile int _accepted;

    // Set while nothing passes.
    private volatile TaskCompletionSource? _held;

    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>How many connections there have been.</summary>
    public int Accepted => _accepted;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets every connection that passes through.</summary>
    /// <param name="letNobodyIn">Whether new ones are reset too, until <see cref="LetIn"/>.</param>
    public void Cut(bool letNobodyIn = false)
    {
        _isClosed = letNobodyIn;
        // Close(0) is a reset, and does nothing to a socket that its peer's end has closed already.
        while (_open.TryTake(out var socket))
            socket.Close(timeout: 0);
    }

    /// <summary>Lets new connections in again.</summary>
    public void LetIn() => _isClosed = false;

    /// <summary>Passes nothing on from now on and closes nothing, as a network does that loses every packet: connections are still taken, and come to nothing.</summary>
    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes on again, what was held up first.</summary>
    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
        Release();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                // The only way this loop ends: Dispose closed the listener.
                return;
            }

            if (_isClosed)
            {
                client.Close(timeout: 0);
                continue;
            }

            _accepted++;
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await server.ConnectAsync(IPAddress.Loopback, _target);
            _open.Add(client);
            _open.Add(server);
            _ = PassAsync(client, server);
            _ = PassAsync(server, client);
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (_held is { } held) await held.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            if (_held is { } last) await last.Task;
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // Cut, or closed by one of the two peers, which then shows to the other as it would on a network.
            to.Dispose();
        }
    }
}
