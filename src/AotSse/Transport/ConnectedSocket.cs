using System.Net.Sockets;

namespace AotSse.Transport;

/// <summary>
/// A socket and its wait for what comes in: all that is left of a connection that Kestrel has let go of. It waits by receiving nothing, so a quiet one holds no
/// buffer, and it is the argument of that wait itself. Sending and closing are thread-safe; one thread at a time receives.
/// </summary>
internal sealed class ConnectedSocket : SocketAsyncEventArgs, IThreadPoolWorkItem
{
    /// <summary>Who sends without a pause lets others have the thread after so many rounds.</summary>
    private const int MostRounds = 16;

    private const int DiscardBytes = 1024;

    private readonly SocketListener _listener;

    // Kept beside the socket: one object less to touch for each event.
    private readonly SafeSocketHandle _handle;

    // Replaced once, by HandTo, which then looks at _ended; the end sets _ended, then looks at the owner: one of the two tells the new owner.
    private ISocketOwner _owner;
    private int _ended;

    // Closed once, whoever asks first. Interlocked only.
    private int _closed;

    /// <param name="socket">The socket; it is made non-blocking.</param>
    /// <param name="listener">Counts it as open until it is closed.</param>
    /// <param name="owner">Is told what comes in, from <see cref="Receive()"/> on.</param>
    public ConnectedSocket(Socket socket, SocketListener listener, ISocketOwner owner)
        : base(true) // No execution context goes along: none belongs to a connection.
    {
        socket.Blocking = false;
        Socket = socket;
        _handle = socket.SafeHandle;
        _listener = listener;
        _owner = owner;
        SetBuffer(Memory<byte>.Empty);
    }

    /// <summary>The socket, for who waits until it takes more. Closing is up to this class.</summary>
    public Socket Socket { get; }

    /// <summary>Waits for what comes in, and tells the owner. Called once, and again by an owner that took no more for a while.</summary>
    public void Receive() => Receive(isReadable: false);

    /// <summary>Receives what is there. For the owner that has just been told so.</summary>
    /// <returns>The bytes; 0 when nothing is there after all; -1 when it has ended, and the owner knows.</returns>
    public int Receive(Span<byte> bytes)
    {
        SocketError error;
        try
        {
            var received = Socket.Receive(bytes, SocketFlags.None, out error);
            if (received > 0) return received;
            if (error == SocketError.WouldBlock) return 0;
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.OperationAborted;
        }

        End(error);
        return -1;
    }

    /// <summary>Receives what is there and throws it away.</summary>
    /// <returns><see langword="false"/> when it has ended, and the owner knows.</returns>
    public bool Discard()
    {
        Span<byte> nobodyAsked = stackalloc byte[DiscardBytes];
        return Receive(nobodyAsked) >= 0;
    }

    /// <summary>Receives no more: the owner is told that it has ended.</summary>
    public void End(SocketError error)
    {
        Interlocked.Exchange(ref _ended, 1);
        Volatile.Read(ref _owner).OnEnd(error);
        Dispose();
    }

    /// <summary>Tells somebody else from here on what comes in.</summary>
    public void HandTo(ISocketOwner owner)
    {
        Interlocked.Exchange(ref _owner, owner);
        if (Volatile.Read(ref _ended) != 0) owner.OnEnd(SocketError.Success);
    }

    /// <summary>Sends without waiting.</summary>
    /// <returns>The bytes the kernel took, 0 when it takes none now, -1 when the connection is gone.</returns>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (KernelSend.IsSupported && KernelSend.TrySend(_handle, bytes) is >= 0 and var taken) return taken;
            var sent = Socket.Send(bytes, SocketFlags.None, out var error);
            return error is SocketError.Success or SocketError.WouldBlock ? Math.Max(sent, 0) : -1;
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile: to the one who sends that is a lost connection like any other.
            return -1;
        }
    }

    /// <summary>Closes behind what has been sent.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client has closed or reset it already.
        }

        Socket.Dispose();
        _listener.OnClosed();
    }

    /// <summary>Cuts the connection off by a reset; whatever waits on it fails.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        Socket.Close(timeout: 0);
        _listener.OnClosed();
    }

    void IThreadPoolWorkItem.Execute() => Receive();

    protected override void OnCompleted(SocketAsyncEventArgs e) => Receive(isReadable: true);

    private void Receive(bool isReadable)
    {
        try
        {
            for (var i = 0; i < MostRounds; i++)
            {
                if (!isReadable && Socket.ReceiveAsync(this)) return;
                isReadable = false;
                if (!Take()) return;
            }

            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
        catch (ObjectDisposedException)
        {
            End(SocketError.OperationAborted); // Closed by ourselves meanwhile.
        }
        catch (OutOfMemoryException)
        {
            // Under a limit on memory: a client less, which comes back, not the process.
            Abort();
            End(SocketError.NoBufferSpaceAvailable);
        }
    }

    private bool Take()
    {
        if (SocketError == SocketError.Success) return Volatile.Read(ref _owner).OnReadable(this);
        End(SocketError);
        return false;
    }
}
