using System.Net.Sockets;

namespace AotSse.Transport;

/// <summary>Who is told what comes in on a socket: Kestrel's connection, and when that has let go, the subscriber. Called by one thread at a time.</summary>
internal interface ISocketOwner
{
    /// <summary>Something waits to be received.</summary>
    /// <returns><see langword="false"/> when it has ended, or when the owner takes no more until it calls <see cref="ConnectedSocket.Receive()"/> again.</returns>
    bool OnReadable(ConnectedSocket socket);

    /// <summary>Nothing comes any more. May come twice to an owner that takes over at that moment.</summary>
    /// <param name="error">Why: <see cref="SocketError.Success"/> when the client has closed.</param>
    void OnEnd(SocketError error);
}
