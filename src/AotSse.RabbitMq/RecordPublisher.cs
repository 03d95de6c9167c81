using AotSse.Replication;
using RabbitMQ.Client;

namespace AotSse.RabbitMq;

/// <summary>Publishes records over one channel, many at a time, and tells their source which the broker has confirmed. For one use.</summary>
/// <param name="channel">A channel with confirmations, on which nothing has been published.</param>
/// <param name="queue">The stream queue.</param>
/// <param name="source">Gives the records.</param>
internal sealed class RecordPublisher(IChannel channel, string queue, IRecordSource source)
{
    // This channel's own: the client library writes into it.
    private readonly BasicProperties _properties = new();

    // Set by the first event that ends it, before the token is cancelled.
    private volatile string? _broken;

    /// <exception cref="IOException">The channel was lost, or the broker has not taken a record.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        channel.BasicAcksAsync += (_, confirmed) =>
        {
            // Delivery tags of a channel count its publishings from 1 on. What was returned is acknowledged too: it is not stored.
            if (_broken is null) source.Confirm((long)confirmed.DeliveryTag, confirmed.Multiple);
            return Task.CompletedTask;
        };
        channel.BasicNacksAsync += (_, _) => BreakAsync("the broker has refused a record");
        channel.BasicReturnAsync += (_, _) => BreakAsync($"the stream '{queue}' is gone");
        channel.ChannelShutdownAsync += (_, shutdown) => BreakAsync(shutdown.ReplyText);

        try
        {
            while (true)
            {
                var record = await source.TakeAsync(ended.Token).ConfigureAwait(false);
                await channel.BasicPublishAsync("", queue, mandatory: true, _properties, record, ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_broken is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException(_broken);
        }

        async Task BreakAsync(string reason)
        {
            _broken ??= reason;
            await CancelAsync(ended).ConfigureAwait(false);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource source)
    {
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended before.
        }
    }
}
