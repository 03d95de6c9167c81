using AotSse.Replication;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace AotSse.RabbitMq;

/// <summary>Hands what a stream queue delivers to a sink, one record after the other, and gives credit for more. Called by the channel's own loop.</summary>
/// <param name="channel">The channel, with its credit set.</param>
/// <param name="queue">The stream queue.</param>
/// <param name="sink">Takes the records.</param>
/// <param name="credit">How many records may be sent ahead.</param>
internal sealed class RecordConsumer(IChannel channel, string queue, IRecordSink sink, int credit) : AsyncDefaultBasicConsumer(channel)
{
    private const string OffsetHeader = "x-stream-offset";

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Acknowledging gives credit: often enough that the broker never runs out of it, seldom enough to cost nothing.</summary>
    private readonly int _recordsPerAck = Math.Max(1, credit / 4);

    // The channel's loop's alone.
    private int _unacknowledged;

    /// <summary>Completes when the sink has enough.</summary>
    /// <exception cref="IOException">The channel was lost, or the stream is gone.</exception>
    public Task WaitAsync() => _ended.Task;

    /// <summary>Stops what the broker calls by this tag; completes when everything that was sent before has been handed over.</summary>
    /// <exception cref="IOException">The channel was lost, or the stream is gone.</exception>
    public async Task StopAsync(string tag)
    {
        await Channel.BasicCancelAsync(tag).ConfigureAwait(false);
        await (await Task.WhenAny(_stopped.Task, _ended.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Gives up.</summary>
    public void Cancel(CancellationToken cancellationToken) => _ended.TrySetCanceled(cancellationToken);

    public override Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey,
        IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        if (_ended.Task.IsCompleted) return Task.CompletedTask;
        if (properties.Headers?.TryGetValue(OffsetHeader, out var header) != true || header is not long offset)
        {
            _ended.TrySetException(new IOException($"the queue '{queue}' is no stream: its messages have no offset"));
            return Task.CompletedTask;
        }

        var taken = TakeAsync(offset, body);
        if (!taken.IsCompletedSuccessfully) return FinishAsync(taken, deliveryTag);
        var isMoreWanted = taken.Result;
        return isMoreWanted && ++_unacknowledged < _recordsPerAck ? Task.CompletedTask : FinishAsync(new(isMoreWanted), deliveryTag);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        _ended.TrySetException(new IOException(reason.ReplyText));
        return base.HandleChannelShutdownAsync(channel, reason);
    }

    /// <summary>The broker has ended it: the stream was deleted, or its node is gone.</summary>
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        _ended.TrySetException(new IOException($"the broker has stopped to deliver from '{queue}'"));
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    protected override Task OnCancelAsync(string[] consumerTags, CancellationToken cancellationToken = default)
    {
        _stopped.TrySetResult();
        return base.OnCancelAsync(consumerTags, cancellationToken);
    }

    /// <summary>What a sink throws at once is told like what it throws later: the client library would swallow it, and go on with the next record.</summary>
    private ValueTask<bool> TakeAsync(long offset, ReadOnlyMemory<byte> record)
    {
        try
        {
            return sink.OnRecordAsync(offset, record);
        }
#pragma warning disable CA1031 // It is not caught but passed on.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            return ValueTask.FromException<bool>(failed);
        }
    }

    private async Task FinishAsync(ValueTask<bool> taken, ulong deliveryTag)
    {
        try
        {
            if (!await taken.ConfigureAwait(false)) _ended.TrySetResult();
            else if (_unacknowledged >= _recordsPerAck) await AcknowledgeAsync(deliveryTag).ConfigureAwait(false);
            else _unacknowledged++;
        }
#pragma warning disable CA1031 // Whatever the sink throws is for who reads; what the channel throws, its shutdown tells.
        catch (Exception failed)
#pragma warning restore CA1031
        {
            _ended.TrySetException(failed);
        }
    }

    private ValueTask AcknowledgeAsync(ulong deliveryTag)
    {
        _unacknowledged = 0;
        return Channel.BasicAckAsync(deliveryTag, multiple: true);
    }
}
