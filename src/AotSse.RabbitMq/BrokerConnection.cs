using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AotSse.RabbitMq;

/// <summary>A connection to one of the brokers, made when it is first needed and again when it has been lost. Thread-safe.</summary>
/// <param name="options">Where the brokers are.</param>
/// <param name="purpose">What it is for, as a verb: shown by the broker.</param>
/// <param name="logger">Is told of connections.</param>
internal sealed class BrokerConnection(RabbitMqOptions options, string purpose, ILogger logger) : IAsyncDisposable
{
    private static readonly Uri Default = new("amqp://guest:guest@127.0.0.1:5672/");

    /// <summary>A broker that is gone without a word is missed after two of them.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);

    // Guarded by _gate.
    private IConnection? _connection;

    /// <summary>A connection that is open, as far as anybody knows.</summary>
    /// <exception cref="IOException">No broker can be reached; the message tells why, of each.</exception>
    public async Task<IConnection> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_connection is { IsOpen: true }) return _connection;
            if (_connection is { } lost)
            {
                _connection = null;
                await lost.DisposeAsync().ConfigureAwait(false);
            }

            return _connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        if (_connection is not null) await _connection.DisposeAsync().ConfigureAwait(false);
        _connection = null;
        _gate.Release();
        _gate.Dispose();
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        // In random order, so that nodes spread over the brokers.
        Uri[] brokers = options.Brokers.Count == 0 ? [Default] : [.. options.Brokers];
        Random.Shared.Shuffle(brokers);
        var failures = new List<string>();
        foreach (var broker in brokers)
        {
            try
            {
                var connection = await Factory(broker).CreateConnectionAsync($"aotsse {purpose}", cancellationToken).ConfigureAwait(false);
                RabbitMqLogMessages.Connected(logger, Shown(broker), purpose);
                return connection;
            }
            catch (Exception unreachable) when (unreachable is BrokerUnreachableException or OperationInterruptedException or IOException)
            {
                failures.Add($"{Shown(broker)}: {Reason(unreachable)}");
            }
        }

        throw new IOException(string.Join("; ", failures));
    }

    private static ConnectionFactory Factory(Uri broker) => new()
    {
        Uri = broker,
        RequestedConnectionTimeout = ConnectTimeout,
        RequestedHeartbeat = Heartbeat,
        ContinuationTimeout = ConnectTimeout + ConnectTimeout,

        // The engine reconnects: it alone knows where to read on.
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
    };

    /// <summary>An address without its password.</summary>
    private static string Shown(Uri broker) => $"{broker.Scheme}://{broker.Authority}{broker.AbsolutePath}";

    /// <summary>The innermost reason: those around it only say that there is one.</summary>
    private static string Reason(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception.Message.ReplaceLineEndings(" ").TrimEnd('.');
    }
}
