using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Transport;

/// <summary>
/// A connection as Kestrel sees it. Once detached, Kestrel finds that the client has closed, ends the request and forgets the connection with all that hangs
/// on it, the pipe of what came in among it, while the socket lives on with its subscriber.
/// </summary>
internal sealed class SocketConnection : ConnectionContext, IDuplexPipe, ISocketOwner, IConnectionIdFeature, IConnectionItemsFeature, IConnectionTransportFeature,
    IConnectionLifetimeFeature, IConnectionEndPointFeature, IConnectionSocketFeature, IMemoryPoolFeature
{
    private const int FeatureCount = 16;

    // Of the newest connection; starts with the time, so that ids of two processes differ. Interlocked only.
    private static long _newestId = DateTime.UtcNow.Ticks;

    private readonly ConnectedSocket _socket;
    private readonly Pipe _received;
    private readonly SocketInput _input;
    private readonly SocketOutput _output;
    private readonly CancellationTokenSource _closed = new();
    private readonly long _id = Interlocked.Increment(ref _newestId);

    // Set once by the running request; volatile for Kestrel, which may abort the connection from anywhere.
    private volatile bool _detached;

    // Set by who aborts before the socket is closed, read by the receiver after that.
    private volatile ConnectionAbortedException? _abortReason;

    private string? _connectionId;
    private IDictionary<object, object?>? _items;

    /// <param name="socket">The accepted socket.</param>
    /// <param name="listener">Where it was accepted.</param>
    /// <param name="received">How much may wait for Kestrel, and on which threads it reads.</param>
    public SocketConnection(Socket socket, SocketListener listener, PipeOptions received)
    {
        _socket = new ConnectedSocket(socket, listener, this);
        _received = new Pipe(received);
        _input = new SocketInput(_received.Reader);
        _output = new SocketOutput(_socket);
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        Transport = this;
        Features = new FeatureCollection(FeatureCount);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IConnectionSocketFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set(this);
    }

    /// <summary>Whether the bytes that Kestrel writes reach the socket as they are: nothing such as TLS stands between.</summary>
    public bool IsPlain => ReferenceEquals(Transport, this);

    public Socket Socket => _socket.Socket;

    public MemoryPool<byte> MemoryPool => BlockPool.Instance;

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; }

    public override string ConnectionId
    {
        get => _connectionId ??= _id.ToString("X", CultureInfo.InvariantCulture);
        set => _connectionId = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>Begins to receive. Called once.</summary>
    public void Start() => _socket.Receive();

    /// <summary>Takes the connection away from Kestrel. Called once, by the running request, when all it has written has been flushed.</summary>
    /// <returns>The socket, which has to be handed to a new owner.</returns>
    public ConnectedSocket Detach()
    {
        _detached = true;
        _output.Discard();
        _input.End();
        _received.Writer.CancelPendingFlush(); // Should the receiver wait until Kestrel has read, which it will not do any more.
        return _socket;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (_detached) return;
        _abortReason ??= abortReason;
        _socket.Abort();
        _received.Writer.CancelPendingFlush();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (_detached) return;
        await _output.FinishAsync().ConfigureAwait(false);
        _output.Complete();
        _input.Complete();
        _socket.Close();
    }

    bool ISocketOwner.OnReadable(ConnectedSocket socket)
    {
        if (_detached) return socket.Discard(); // The new owner is about to take over.

        var received = socket.Receive(_received.Writer.GetSpan());
        if (received <= 0) return received == 0;

        _received.Writer.Advance(received);
        var flush = _received.Writer.FlushAsync();
        if (flush.IsCompletedSuccessfully) return OnFlushed(flush.Result);
        _ = ReceiveLaterAsync(flush);
        return false;
    }

    void ISocketOwner.OnEnd(SocketError error)
    {
        _received.Writer.Complete(ErrorOf(error));
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    /// <summary>Kestrel has enough for now.</summary>
    private async Task ReceiveLaterAsync(ValueTask<FlushResult> flush)
    {
        if (OnFlushed(await flush.ConfigureAwait(false))) _socket.Receive();
    }

    private bool OnFlushed(FlushResult flush)
    {
        if (!flush.IsCompleted) return true;
        _socket.End(SocketError.Success); // Kestrel reads no more.
        return false;
    }

    private Exception? ErrorOf(SocketError error) => error switch
    {
        _ when _abortReason is { } aborted => aborted,
        SocketError.Success => null,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => new ConnectionResetException(new SocketException((int)error).Message),
        SocketError.OperationAborted => new ConnectionAbortedException("The connection has been closed."),
        _ => new SocketException((int)error),
    };
}
