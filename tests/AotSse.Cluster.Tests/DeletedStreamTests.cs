using System.Text;
using System.Threading.Channels;
using AotSse.RabbitMq;
using AotSse.Replication;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace AotSse.Cluster.Tests;

/// <summary>Streams that come and go at the broker while nodes append to them.</summary>
public sealed class DeletedStreamTests(RunningBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_after_the_end_of_a_stream_is_not_confirmed()
    {
        var name = RunningBroker.NewStream();
        await using var log = Open(name);
        var source = new Records();
        var appending = log.AppendAsync(0, source, Cancellation);
        source.Add("stored");
        Assert.Equal((1, false), await source.ConfirmedAsync());

        // The broker acknowledges what has no queue to go to; before that it gives it back.
        await broker.Node.UseAsync(channel => channel.QueueDeleteAsync(name));
        source.Add("lost");
        var error = await Assert.ThrowsAsync<IOException>(() => appending.Within(Limit, () => "the append ends"));
        Assert.Equal($"the stream '{name}' is gone", error.Message);
        Assert.False(source.HasConfirmed);

        // The next time there is a new stream, and it begins at its beginning.
        appending = log.AppendAsync(0, source, Cancellation);
        source.Add("stored again");
        Assert.Equal((1, false), await source.ConfirmedAsync());
        Assert.Equal(0, await log.FindEndAsync(0, Cancellation));
        source.Complete();
        await Assert.ThrowsAsync<ChannelClosedException>(() => appending.Within(Limit, () => "the append ends"));
    }

    [Fact]
    public async Task A_new_stream_can_be_used_by_all_who_declare_it_at_once()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var log = Open(RunningBroker.NewStream());
            var source = new Records();
            source.Add("first");
            var appending = log.AppendAsync(0, source, Cancellation);
            Assert.InRange(await log.FindEndAsync(0, Cancellation).Within(Limit, () => "the end is found"), -1, 0);
            Assert.Equal((1, false), await source.ConfirmedAsync());
            source.Complete();
            await Assert.ThrowsAsync<ChannelClosedException>(() => appending.Within(Limit, () => "the append ends"));
        }
    }

    private RabbitMqLog Open(string stream) => new(new RabbitMqOptions { Stream = stream, Brokers = { new Uri(broker.Url) } }, NullLogger.Instance);

    /// <summary>Records that the test gives one by one.</summary>
    private sealed class Records : IRecordSource
    {
        private readonly Channel<string> _records = Channel.CreateUnbounded<string>();
        private readonly Channel<(long Number, bool AndAllBefore)> _confirmed = Channel.CreateUnbounded<(long, bool)>();

        public bool HasConfirmed => _confirmed.Reader.Count > 0;

        public void Add(string record) => _records.Writer.TryWrite(record);

        public void Complete() => _records.Writer.Complete();

        public Task<(long Number, bool AndAllBefore)> ConfirmedAsync() => _confirmed.Reader.ReadAsync(Cancellation).AsTask().Within(Limit, () => "a record is confirmed");

        public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken) => Encoding.UTF8.GetBytes(await _records.Reader.ReadAsync(cancellationToken));

        public void Confirm(long number, bool andAllBefore) => _confirmed.Writer.TryWrite((number, andAllBefore));
    }
}
