using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Log;
using AotSse.Telemetry;
using AotSse.Wire;
using Microsoft.Extensions.Logging;

namespace AotSse.Replication;

/// <summary>
/// This node's part in a replicated log: its events go there, and those of all nodes come from there into the wire logs. Thread-safe.
/// </summary>
internal sealed class Replica : EventOutlet, IDisposable
{
    private readonly Partition[] _partitions;
    private readonly ReplicationContext _shared;
    private readonly SemaphoreSlim _historyReads;
    private readonly CancellationTokenSource _stopping = new();

    // Set by Start.
    private Task _running = Task.CompletedTask;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Replica(IReplicatedLog log, ReplicationOptions options, LogClock clock, PublishedKeys keys, IMeterFactory? meters, TimeProvider time, ILogger logger)
    {
        options.Validate();
        Log = log;
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        SystemRandom.Fill(random);
        var producer = BinaryPrimitives.ReadUInt64LittleEndian(random);
        _shared = new ReplicationContext(clock, keys, new ReplicationMeters(meters, MeasureBuffered, MeasureLag), time, logger);
        _partitions = new Partition[log.PartitionCount];
        for (var i = 0; i < _partitions.Length; i++) _partitions[i] = new Partition(i, log, producer, options, _shared);
        _historyReads = new SemaphoreSlim(options.MaxHistoryReads);
    }

    public IReplicatedLog Log { get; }

    public ReplicationMeters Meters => _shared.Meters;

    /// <summary>How many clients at once are served from the log's past.</summary>
    public SemaphoreSlim HistoryReads => _historyReads;

    /// <summary>Whether several topics of a stream have one order.</summary>
    public bool HasOneOrder => _partitions.Length == 1;

    /// <summary>Whether clients can be served: from the start's past on, for good.</summary>
    public bool IsCaughtUp => Array.TrueForAll(_partitions, static partition => partition.IsCaughtUp);

    /// <summary>Why the node is not fully of use; nothing when it is.</summary>
    public string? Trouble
    {
        get
        {
            foreach (var partition in _partitions)
                if (partition.Trouble is { } trouble) return _partitions.Length == 1 ? trouble : $"partition {Array.IndexOf(_partitions, partition)}: {trouble}";
            return null;
        }
    }

    /// <summary>Begins to append and to read.</summary>
    /// <param name="streams">The streams of the app.</param>
    public void Start(IEnumerable<PushStream> streams)
    {
        _shared.SetStreams(streams);
        _running = Task.WhenAll(Array.ConvertAll(_partitions, partition => partition.RunAsync(_stopping.Token)));
    }

    /// <summary>Waits until what has been published is stored, then ends.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_running.IsCompleted)
            await Task.WhenAll(Array.ConvertAll(_partitions, static partition => partition.Outbox.WhenEmptyAsync())).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Gives up what has waited too long. Called by the timer.</summary>
    public void Tick()
    {
        foreach (var partition in _partitions) partition.Tick();
    }

    /// <summary>The partition of a topic.</summary>
    public int PartitionOf(string route, ReadOnlySpan<char> topic) => _partitions.Length == 1 ? 0 : (int)(Hash(route, topic) % (uint)_partitions.Length);

    public Partition this[int partition] => _partitions[partition];

    public override EventOrder OrderOf(string route, ReadOnlySpan<char> topic) => _partitions[PartitionOf(route, topic)].Order;

    public override FrameWriter Open(PushStream stream, ReadOnlySpan<char> topic, int sizeHint) =>
        OutgoingFrame.Open(_partitions[PartitionOf(stream.Route, topic)].Outbox, stream, topic, PublishKey.Take(), sizeHint);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
        _historyReads.Dispose();
        _shared.Meters.Dispose();
    }

    /// <summary>The same for every node and all time (FNV-1a, draft-eastlake-fnv, 32 bits), over UTF-16.</summary>
    private static uint Hash(string route, ReadOnlySpan<char> topic)
    {
        const uint basis = 2_166_136_261;
        var hash = Add(basis, route);
        return Add(Add(hash, "\0"), topic);

        static uint Add(uint hash, ReadOnlySpan<char> text)
        {
            foreach (var c in text)
            {
                hash = (hash ^ (byte)c) * 16_777_619;
                hash = (hash ^ (byte)(c >> 8)) * 16_777_619;
            }

            return hash;
        }
    }

    private Measurement<long>[] MeasureBuffered() => Array.ConvertAll(_partitions, static partition => partition.MeasureBuffered());

    private Measurement<long>[] MeasureLag() => Array.ConvertAll(_partitions, partition => partition.MeasureLag(_stopping.Token));
}
