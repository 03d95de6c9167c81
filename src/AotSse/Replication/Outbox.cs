using AotSse.Fanout;
using AotSse.Telemetry;

namespace AotSse.Replication;

/// <summary>
/// What this node has published to one partition and the log has not confirmed: kept in order, given to the log, and given again from the first unconfirmed on when
/// its connection was lost. Bounded: who publishes more is told. Each session begins with the node's marker until it has been read back. Thread-safe.
/// </summary>
/// <param name="producer">This process, by a random number.</param>
/// <param name="marker">The node's marker, whose sequence is 1.</param>
/// <param name="link">Knows whether the log can be reached.</param>
/// <param name="options">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="meters">Counts.</param>
internal sealed class Outbox(ulong producer, ReadOnlyMemory<byte> marker, LogLink link, ReplicationOptions options, TimeProvider time, ReplicationMeters meters)
{
    /// <summary>The sequence of the marker, the first record of a process.</summary>
    public const long MarkerSequence = 1;

    private readonly Lock _gate = new();
    private readonly AsyncSignal _signal = new();

    // All guarded by _gate. Records by their sequence: unconfirmed from _first on, given to the log up to _taken in this session.
    private OutgoingRecord?[] _ring = new OutgoingRecord?[64];
    private readonly PendingPublishes _pending = new();
    private long _first = MarkerSequence + 1;
    private long _taken = MarkerSequence + 1;
    private long _next = MarkerSequence + 1;
    private long _bytes;
    private Session? _session;
    private byte[]? _epoch;
    private bool _isMarkerRead;
    private TaskCompletionSource? _emptied;

    /// <summary>This process, by a random number.</summary>
    public ulong Producer => producer;

    /// <summary>The time, in milliseconds since 1970.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>How many events wait to be confirmed.</summary>
    public long Count
    {
        get { lock (_gate) return _next - _first; }
    }

    /// <summary>Adds an event that nobody waits for. It is kept while the log cannot be reached.</summary>
    /// <exception cref="EventPublishException">As many wait as may.</exception>
    public void Add(OutgoingRecord record)
    {
        lock (_gate) AddUnsynchronized(record);
        _signal.Set();
    }

    /// <summary>Adds an event whose publisher waits.</summary>
    /// <param name="record">The event.</param>
    /// <param name="untilRead">Whether it waits until this node has read it back, and so knows its number, or until it is stored.</param>
    /// <exception cref="EventPublishException">The log cannot be reached, or as many wait as may.</exception>
    public Task<PublishReceipt> AddAsync(OutgoingRecord record, bool untilRead)
    {
        Task<PublishReceipt> published;
        lock (_gate)
        {
            if (link.Trouble is { } trouble)
            {
                record.Return();
                throw new EventPublishException($"Nothing was published: the replicated log cannot be reached ({trouble}). Publish it again in a moment.", isUncertain: false);
            }

            AddUnsynchronized(record);
            published = _pending.Add(record.Sequence, record.Since, untilRead);
        }

        _signal.Set();
        return published;
    }

    /// <summary>Says under which epoch events are sent; before, only the marker is.</summary>
    public void SetEpoch(byte[] epoch)
    {
        lock (_gate) _epoch = epoch;
        _signal.Set();
    }

    /// <summary>Begins to give what has not been confirmed, again if need be.</summary>
    public IRecordSource Open()
    {
        lock (_gate)
        {
            _taken = _first;
            return _session = new Session(this, _first, beginsWithMarker: !_isMarkerRead);
        }
    }

    /// <summary>Ends the session: nothing that comes from it any more counts.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _session = null;
            _taken = _first;
        }
    }

    /// <summary>This node has read its marker back.</summary>
    public void OnMarkerRead()
    {
        lock (_gate) _isMarkerRead = true;
    }

    /// <summary>The marker has not come back: it may have gone with a log that was deleted. Ends the session, so that the next begins with it again.</summary>
    public void MarkAgain()
    {
        lock (_gate)
        {
            if (_isMarkerRead || _session is not { } session) return;
            session.Ended = "what this node has appended does not come back";
            _session = null;
        }

        _signal.Set();
    }

    /// <summary>This node has read one of its own records back: whether it was confirmed or not, it is stored.</summary>
    public void OnRead(long sequence, PublishReceipt receipt)
    {
        lock (_gate) _pending.Read(sequence, receipt);
    }

    /// <summary>Gives up what has waited too long.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            foreach (var sequence in _pending.Expire(time, options.PublishTimeout))
                if (sequence >= _taken) _ring[IndexOf(sequence)]!.GiveUp();
        }
    }

    /// <summary>Completes when everything has been confirmed.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            if (_first == _next) return Task.CompletedTask;
            return (_emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private bool TryTake(Session session, out ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            bytes = default;
            if (session != _session) throw session.Ended is { } reason ? new IOException(reason) : new OperationCanceledException("The session has ended.");
            link.Reached();
            if (session.TryBegin())
            {
                bytes = marker;
                return true;
            }

            if (_taken == _next || _epoch is null) return false;
            var record = _ring[IndexOf(_taken++)]!;
            record.SetEpoch(_epoch);
            bytes = record.Bytes;
            return true;
        }
    }

    private void Confirm(Session session, long number, bool andAllBefore)
    {
        lock (_gate)
        {
            if (session != _session) return;
            var last = session.First + number - 1;
            for (var sequence = andAllBefore ? _first : Math.Max(_first, last); sequence <= last && sequence < _taken; sequence++)
            {
                var record = _ring[IndexOf(sequence)]!;
                if (record.IsStored) continue;
                record.IsStored = true;
                meters.Confirmed(time.GetElapsedTime(record.Since));
                _pending.Stored(sequence);
            }

            while (_first < _taken && _ring[IndexOf(_first)]!.IsStored) DropFirstUnsynchronized();
            if (_first == _next) _emptied?.TrySetResult();
        }
    }

    private void AddUnsynchronized(OutgoingRecord record)
    {
        if (_next - _first >= options.MaxBufferedEvents || _bytes + record.Length > options.MaxBufferedBytes)
        {
            record.Return();
            throw new EventPublishException($"Nothing was published: {_next - _first} events of {_bytes} bytes wait for the replicated log to confirm them, as many as may. Publish it again in a moment.", isUncertain: false);
        }

        if (_next - _first == _ring.Length) GrowUnsynchronized();
        record.Enter(_next, time.GetTimestamp());
        _ring[IndexOf(_next++)] = record;
        _bytes += record.Charge;
    }

    private void DropFirstUnsynchronized()
    {
        ref var slot = ref _ring[IndexOf(_first++)];
        _bytes -= slot!.Charge;
        slot.Return();
        slot = null;
    }

    private void GrowUnsynchronized()
    {
        var larger = new OutgoingRecord?[_ring.Length * 2];
        for (var sequence = _first; sequence < _next; sequence++) larger[sequence & (larger.Length - 1)] = _ring[IndexOf(sequence)];
        _ring = larger;
    }

    private long IndexOf(long sequence) => sequence & (_ring.Length - 1);

    /// <summary>One connection's use of the outbox: what comes late from an earlier one counts for nothing.</summary>
    private sealed class Session(Outbox outbox, long first, bool beginsWithMarker) : IRecordSource
    {
        private bool _hasBegun = !beginsWithMarker;

        /// <summary>The sequence of what it gives first, as if the marker, which nobody waits for, came right before the events.</summary>
        public long First { get; } = beginsWithMarker ? first - 1 : first;

        /// <summary>Why it was ended.</summary>
        public string? Ended { get; set; }

        /// <summary>Whether the marker is to be given now. Guarded by the outbox's lock.</summary>
        public bool TryBegin() => !_hasBegun && (_hasBegun = true);

        public ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken) =>
            !cancellationToken.IsCancellationRequested && outbox.TryTake(this, out var record) ? new(record) : TakeSlowAsync(cancellationToken);

        public void Confirm(long number, bool andAllBefore) => outbox.Confirm(this, number, andAllBefore);

        private async ValueTask<ReadOnlyMemory<byte>> TakeSlowAsync(CancellationToken cancellationToken)
        {
            await using var registration = cancellationToken.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), outbox._signal).ConfigureAwait(false);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (outbox.TryTake(this, out var record)) return record;
                await outbox._signal.WaitAsync().ConfigureAwait(false);
            }
        }
    }
}
