using System.Globalization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace AotSse.RabbitMq;

/// <summary>The stream queue of a partition (RabbitMQ, "Streams and Super Streams"). Immutable but for what it has warned of.</summary>
/// <param name="options">Its settings.</param>
/// <param name="partition">From 0 on.</param>
/// <param name="logger">Is told when it exists with others.</param>
internal sealed class StreamQueue(RabbitMqOptions options, int partition, ILogger logger) : IDisposable
{
    private const int NotFound = 404;
    private const int PreconditionFailed = 406;

    /// <summary>A segment goes as a whole: twenty let the queue be a twentieth too long at the most.</summary>
    private const long Segments = 20;

    /// <summary>The broker's own default and greatest sensible size.</summary>
    private const long MaxSegmentBytes = 500_000_000;

    // To whom declares while somebody else does, the broker says that the queue is there before its stream is, and closes the connection that publishes then.
    private readonly SemaphoreSlim _gate = new(1);

    // Guarded by _gate.
    private bool _hasOtherSettings;

    public string Name { get; } = options.Partitions == 1 ? options.Stream : string.Create(CultureInfo.InvariantCulture, $"{options.Stream}-{partition}");

    /// <summary>Declares the queue, unless it is there.</summary>
    /// <exception cref="OperationInterruptedException">The broker refuses.</exception>
    public async Task DeclareAsync(IConnection connection, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await DeclareGuardedAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task DeclareGuardedAsync(IConnection connection, CancellationToken cancellationToken)
    {
        if (!_hasOtherSettings)
        {
            // On a channel of its own: the broker closes the channel when the settings differ.
            var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                try
                {
                    await channel.QueueDeclareAsync(Name, durable: true, exclusive: false, autoDelete: false, Arguments(), cancellationToken: cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (OperationInterruptedException other) when (other.ShutdownReason is { ReplyCode: PreconditionFailed } reason)
                {
                    RabbitMqLogMessages.OtherSettings(logger, Name, reason.ReplyText);
                    _hasOtherSettings = true;
                }
            }
        }

        var passive = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (passive.ConfigureAwait(false))
        {
            try
            {
                await passive.QueueDeclarePassiveAsync(Name, cancellationToken).ConfigureAwait(false);
                await RequireStreamAsync(passive, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationInterruptedException gone) when (gone.ShutdownReason is { ReplyCode: NotFound })
            {
                _hasOtherSettings = false; // Next time it can be declared.
                throw;
            }
        }
    }

    /// <summary>Any other queue would take what is appended, and confirm it, and nobody could read it back. Only a stream takes a reader with an offset.</summary>
    /// <exception cref="OperationInterruptedException">It is no stream.</exception>
    private async Task RequireStreamAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.BasicQosAsync(0, 1, global: false, cancellationToken).ConfigureAwait(false);
        await channel.BasicConsumeAsync(Name, autoAck: false, "", noLocal: false, exclusive: false, new Dictionary<string, object?> { ["x-stream-offset"] = "next" },
            new AsyncDefaultBasicConsumer(channel), cancellationToken).ConfigureAwait(false);
    }

    private Dictionary<string, object?> Arguments() => new()
    {
        ["x-queue-type"] = "stream",
        ["x-max-age"] = string.Create(CultureInfo.InvariantCulture, $"{(long)options.MaxAge.TotalSeconds}s"),
        ["x-max-length-bytes"] = options.MaxBytes,
        ["x-stream-max-segment-size-bytes"] = Math.Min(MaxSegmentBytes, options.MaxBytes / Segments),
    };
}
