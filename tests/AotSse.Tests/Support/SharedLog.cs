using AotSse.Replication;

namespace AotSse.Tests.Support;

/// <summary>
/// A replicated log in memory. Each node has a <see cref="Connection"/> of its own, which breaks when a test says, or at random: then also between storing a record and
/// confirming it, and with records that are on their way lost. Offsets have holes.
/// </summary>
internal sealed class SharedLog(int partitions = 1)
{
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly List<(long Offset, byte[] Record)>[] _partitions = [.. Enumerable.Range(0, partitions).Select(static _ => new List<(long, byte[])>())];
    private TaskCompletionSource _grown = NewSignal();

    /// <summary>How many records a partition holds.</summary>
    public int Count(int partition = 0)
    {
        lock (_gate) return _partitions[partition].Count;
    }

    /// <summary>The newest offset.</summary>
    public long End(int partition = 0)
    {
        lock (_gate) return _partitions[partition] is [.., var last] ? last.Offset : -1;
    }

    /// <summary>Forgets the oldest records.</summary>
    public void Keep(int newest)
    {
        lock (_gate)
            foreach (var records in _partitions) records.RemoveRange(0, Math.Max(0, records.Count - newest));
    }

    /// <summary>Begins anew, as when somebody has deleted it.</summary>
    public void Replace()
    {
        lock (_gate)
            foreach (var records in _partitions) records.Clear();
    }

    public Connection Connect(int? chaos = null) => new(this, chaos is { } seed ? new Random(seed) : null);

    private void Append(int partition, ReadOnlyMemory<byte> record)
    {
        TaskCompletionSource grown;
        lock (_gate)
        {
            var records = _partitions[partition];
            var offset = records is [.., var last] ? last.Offset + 1 : 0;
            if (offset > 0 && offset % 7 == 0) offset++;
            records.Add((offset, record.ToArray()));
            (grown, _grown) = (_grown, NewSignal());
        }

        grown.SetResult();
    }

    private bool TryRead(int partition, long from, out (long Offset, byte[] Record) found, out Task grown)
    {
        lock (_gate)
        {
            var records = _partitions[partition];
            var (low, high) = (0, records.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (records[middle].Offset < from) low = middle + 1;
                else high = middle;
            }

            grown = _grown.Task;
            found = low < records.Count ? records[low] : default;
            return low < records.Count;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What one node has of the log.</summary>
    internal sealed class Connection(SharedLog log, Random? chaos) : IReplicatedLog
    {
        private readonly Lock _gate = new();

        // Guarded by _gate.
        private CancellationTokenSource _session = new();
        private bool _isReachable = true;

        // Written by tests, read by sessions at their next record.
        private volatile bool _isMute;
        private TaskCompletionSource _readable = Completed();

        public int PartitionCount => log._partitions.Length;

        /// <summary>Whether sessions can be opened; those that are open break when it ends.</summary>
        public bool IsReachable
        {
            get { lock (_gate) return _isReachable; }
            set
            {
                lock (_gate) _isReachable = value;
                if (!value) Break();
            }
        }

        /// <summary>Whether records are stored but never confirmed.</summary>
        public bool IsMute
        {
            get => _isMute;
            set => _isMute = value;
        }

        /// <summary>Has reading wait from the next record on.</summary>
        public void HoldReading() => Volatile.Write(ref _readable, NewSignal());

        /// <summary>Lets reading go on.</summary>
        public void ResumeReading() => Volatile.Read(ref _readable).TrySetResult();

        /// <summary>Breaks every open session.</summary>
        public void Break()
        {
            CancellationTokenSource broken;
            lock (_gate) (broken, _session) = (_session, new CancellationTokenSource());
            broken.Cancel();
        }

        public async Task AppendAsync(int partition, IRecordSource source, CancellationToken cancellationToken)
        {
            using var session = Open(cancellationToken, out var broken);
            var taken = 0L;
            while (true)
            {
                var record = await TakeAsync(source, session.Token, broken);
                taken++;
                if (Chance(200)) throw new IOException("broke before the record was stored");
                log.Append(partition, record);
                if (Chance(100)) throw new IOException("broke before the record was confirmed");
                if (!_isMute && !Chance(4)) source.Confirm(taken, andAllBefore: true);
            }
        }

        public async Task ReadAsync(int partition, LogPosition from, IRecordSink sink, CancellationToken cancellationToken)
        {
            using var session = Open(cancellationToken, out var broken);
            for (var next = from.Offset; ;)
            {
                if (broken.IsCancellationRequested || Chance(500)) throw new IOException("the connection was lost");
                await Volatile.Read(ref _readable).Task.WaitAsync(session.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!log.TryRead(partition, next, out var found, out var grown))
                {
                    await grown.WaitAsync(session.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    cancellationToken.ThrowIfCancellationRequested();
                    continue;
                }

                if (!await sink.OnRecordAsync(found.Offset, found.Record)) return;
                next = found.Offset + 1;
            }
        }

        public Task<long> FindEndAsync(int partition, CancellationToken cancellationToken) => Task.FromResult(log.End(partition));

        public ValueTask DisposeAsync() => default;

        private static async ValueTask<ReadOnlyMemory<byte>> TakeAsync(IRecordSource source, CancellationToken session, CancellationToken broken)
        {
            try
            {
                return await source.TakeAsync(session);
            }
            catch (OperationCanceledException) when (broken.IsCancellationRequested)
            {
                throw new IOException("the connection was lost");
            }
        }

        private CancellationTokenSource Open(CancellationToken cancellationToken, out CancellationToken broken)
        {
            lock (_gate)
            {
                if (!_isReachable) throw new IOException("the log is away");
                broken = _session.Token;
                return CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, broken);
            }
        }

        /// <summary>Once in this many times, where there is chaos.</summary>
        private bool Chance(int times)
        {
            if (chaos is null) return false;
            lock (chaos) return chaos.Next(times) == 0;
        }

        private static TaskCompletionSource Completed()
        {
            var done = NewSignal();
            done.SetResult();
            return done;
        }
    }
}
