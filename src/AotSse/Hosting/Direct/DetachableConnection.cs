using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace AotSse.Hosting.Direct;

/// <summary>
/// A connection as Kestrel sees it. Once detached, Kestrel finds that the client has closed, ends the request and forgets the connection
/// with all that hangs on it, while the transport's connection below lives on with its subscriber.
/// </summary>
internal sealed class DetachableConnection : ConnectionContext, IDuplexPipe
{
    private readonly ConnectionContext _transport;
    private readonly DetachableListener _listener;
    private readonly DetachableInput _input;
    private readonly SocketOutput _output;

    // Set once by the running request; volatile for Kestrel, which may abort the connection from anywhere.
    private volatile bool _detached;

    public DetachableConnection(ConnectionContext transport, Socket socket, DetachableListener listener)
    {
        socket.Blocking = false;
        _transport = transport;
        _listener = listener;
        _input = new DetachableInput(transport.Transport.Input);
        _output = new SocketOutput(socket, transport.Transport.Output);
        Socket = socket;
        Transport = this;

        // A layer of its own: what Kestrel hangs on the connection goes when Kestrel does.
        Features = new FeatureCollection(transport.Features);
        Features.Set(this);
    }

    /// <summary>The socket below.</summary>
    public Socket Socket { get; }

    /// <summary>Whether the bytes that Kestrel writes reach the socket as they are: nothing such as TLS stands between.</summary>
    public bool IsPlain => ReferenceEquals(Transport, this);

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; }

    public override string ConnectionId
    {
        get => _transport.ConnectionId;
        set => _transport.ConnectionId = value;
    }

    public override IDictionary<object, object?> Items
    {
        get => _transport.Items;
        set => _transport.Items = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _transport.LocalEndPoint;
        set => _transport.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _transport.RemoteEndPoint;
        set => _transport.RemoteEndPoint = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _transport.ConnectionClosed;
        set => _transport.ConnectionClosed = value;
    }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>Takes the connection away from Kestrel. Called once, by the running request, when all it has written has been flushed.</summary>
    public DetachedConnection Detach()
    {
        _detached = true;
        _output.Discard();
        _input.End();
        return new DetachedConnection(_transport, Socket, _listener);
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (!_detached) _transport.Abort(abortReason);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (_detached) return;
        await _transport.DisposeAsync().ConfigureAwait(false);
        _listener.OnClosed();
    }
}
