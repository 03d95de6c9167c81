using System.Globalization;
using AotSse.Replication;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace AotSse.RabbitMq;

/// <summary>
/// RabbitMQ streams as a replicated log: each partition a stream queue, an offset the stream's own. A stream is replicated to a quorum before it confirms or delivers anything, so
/// what was confirmed survives the loss of a minority of the brokers. Thread-safe.
/// </summary>
internal sealed class RabbitMqLog : IReplicatedLog
{
    private readonly RabbitMqOptions _options;
    private readonly StreamQueue[] _queues;

    // Apart, since a broker that is short of memory holds up connections that publish.
    private readonly BrokerConnection _publishing;
    private readonly BrokerConnection _reading;

    public RabbitMqLog(RabbitMqOptions options, ILogger logger)
    {
        _options = options;
        _queues = new StreamQueue[options.Partitions];
        for (var i = 0; i < _queues.Length; i++) _queues[i] = new StreamQueue(options, i, logger);
        _publishing = new BrokerConnection(options, "append", logger);
        _reading = new BrokerConnection(options, "read", logger);
    }

    public int PartitionCount => _queues.Length;

    public async Task AppendAsync(int partition, IRecordSource source, CancellationToken cancellationToken)
    {
        var connection = await _publishing.GetAsync(cancellationToken).ConfigureAwait(false);
        await _queues[partition].DeclareAsync(connection, cancellationToken).ConfigureAwait(false);
        var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
            await new RecordPublisher(channel, _queues[partition].Name, source).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task ReadAsync(int partition, LogPosition from, IRecordSink sink, CancellationToken cancellationToken) =>
        ConsumeAsync(partition, OffsetOf(from), sink, static (consumer, _) => consumer.WaitAsync(), cancellationToken);

    public async Task<long> FindEndAsync(int partition, CancellationToken cancellationToken)
    {
        // The newest chunk comes at once. What has come when the broker says that it has stopped is where the stream ends.
        var end = new EndFinder();
        await ConsumeAsync(partition, "last", end, static (consumer, tag) => consumer.StopAsync(tag), cancellationToken).ConfigureAwait(false);
        return end.Offset;
    }

    public async ValueTask DisposeAsync()
    {
        await _publishing.DisposeAsync().ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
        foreach (var queue in _queues) queue.Dispose();
    }

    private async Task ConsumeAsync(int partition, object offset, IRecordSink sink, Func<RecordConsumer, string, Task> use, CancellationToken cancellationToken)
    {
        var connection = await _reading.GetAsync(cancellationToken).ConfigureAwait(false);
        await _queues[partition].DeclareAsync(connection, cancellationToken).ConfigureAwait(false);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (channel.ConfigureAwait(false))
        {
            await channel.BasicQosAsync(0, (ushort)_options.Credit, global: false, cancellationToken).ConfigureAwait(false);
            var consumer = new RecordConsumer(channel, _queues[partition].Name, sink, _options.Credit);
            await using (cancellationToken.UnsafeRegister(static (consumer, token) => ((RecordConsumer)consumer!).Cancel(token), consumer).ConfigureAwait(false))
            {
                var tag = await channel.BasicConsumeAsync(_queues[partition].Name, autoAck: false, "", noLocal: false, exclusive: false,
                    new Dictionary<string, object?> { ["x-stream-offset"] = offset }, consumer, cancellationToken).ConfigureAwait(false);
                await use(consumer, tag).ConfigureAwait(false);
            }
        }
    }

    /// <summary>How the broker is told where to begin.</summary>
    private static object OffsetOf(LogPosition from)
    {
        if (from.Age is { } age) return string.Create(CultureInfo.InvariantCulture, $"{(long)Math.Ceiling(age.TotalSeconds)}s");
        return from.Offset == 0 ? "first" : from.Offset;
    }

    private sealed class EndFinder : IRecordSink
    {
        public long Offset { get; private set; } = -1;

        public ValueTask<bool> OnRecordAsync(long offset, ReadOnlyMemory<byte> record)
        {
            Offset = offset;
            return new(true);
        }
    }
}
