using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AotSse.Transport;

/// <summary>
/// The transport below Kestrel, in place of the framework's for sockets and by the same options: <see cref="SocketTransportOptions.Backlog"/>, <see cref="SocketTransportOptions.NoDelay"/>,
/// <see cref="SocketTransportOptions.MaxReadBufferSize"/>, <see cref="SocketTransportOptions.UnsafePreferInlineScheduling"/> and <see cref="SocketTransportOptions.CreateBoundListenSocket"/>.
/// The framework's keeps two pipes, two loops and their buffers for each connection for as long as it is open; here a stream keeps a socket.
/// </summary>
internal sealed class SocketListenerFactory(SocketTransportOptions options, KestrelServerOptions kestrel) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly PipeOptions _received = new(
        BlockPool.Instance,
        readerScheduler: options.UnsafePreferInlineScheduling ? PipeScheduler.Inline : PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.ThreadPool,
        pauseWriterThreshold: options.MaxReadBufferSize ?? 0,
        resumeWriterThreshold: (options.MaxReadBufferSize ?? 0) / 2,
        useSynchronizationContext: false);

    /// <summary>
    /// Takes the place of the framework's transport, or the free one. Whoever has chosen another transport keeps it, and its streams take the pipe path; who wants the framework's
    /// registers it after the streams.
    /// </summary>
    public static void Register(IServiceCollection services)
    {
        var ours = ServiceDescriptor.Singleton<IConnectionListenerFactory>(static provider => new SocketListenerFactory(
            provider.GetRequiredService<IOptions<SocketTransportOptions>>().Value, provider.GetRequiredService<IOptions<KestrelServerOptions>>().Value));
        var isFree = true;
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (service.ServiceType != typeof(IConnectionListenerFactory) || service.IsKeyedService) continue;
            isFree = false;
            if (service.ImplementationType == typeof(SocketTransportFactory)) services[i] = ours;
        }

        if (isFree) services.Add(ours);
    }

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint or FileHandleEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket socket;
        try
        {
            socket = options.CreateBoundListenSocket(endpoint);
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(taken.Message, taken);
        }

        socket.Listen(options.Backlog);
        return new(new SocketListener(socket, options.NoDelay, _received, kestrel.Limits.MaxConcurrentConnections));
    }
}
