using System.Buffers;
using System.Globalization;
using AotSse.Wire;

namespace AotSse.Log;

/// <summary>
/// The retained events of one topic, each encoded once as the bytes its subscribers get: history and send buffer in one.
/// Numbers are consecutive. Not synchronised: every member is called under the lock of the topic.
/// </summary>
/// <param name="pool">Lends the memory.</param>
/// <param name="epoch">Names the ids.</param>
/// <param name="retention">What is kept.</param>
/// <param name="lastNumber">The number before that of the first event.</param>
internal sealed class WireLog(SegmentPool pool, LogEpoch epoch, Retention retention, long lastNumber)
{
    /// <summary>The digits of the largest number and the line end after it.</summary>
    private const int MaxNumberBytes = 20;

    private readonly List<Segment> _dropped = [];
    private Segment? _oldest;
    private Segment? _newest;
    private int _header;

    /// <summary>The number of the newest event, or the one before the first.</summary>
    public long LastNumber { get; private set; } = lastNumber;

    /// <summary>The number of the oldest retained event; one above <see cref="LastNumber"/> when nothing is retained.</summary>
    public long FirstNumber { get; private set; } = lastNumber + 1;

    /// <summary>How many events are retained.</summary>
    public long Count => LastNumber - FirstNumber + 1;

    /// <summary>The bytes of the retained frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>The id of the event with that number.</summary>
    public EventId IdOf(long number) => new(epoch.Name, number);

    /// <summary>Begins a frame: its <c>id</c> field is written, the rest follows.</summary>
    /// <param name="sizeHint">The expected bytes of the other fields.</param>
    /// <param name="written">The bytes at the start of the span that belong to the frame.</param>
    public Span<byte> Open(int sizeHint, out int written)
    {
        var payload = epoch.IdPrefix.Length + MaxNumberBytes + sizeHint;
        var span = Writable(payload + ChunkFraming.MaxOverhead, keep: default);
        _header = ChunkFraming.HeaderBytes(payload);

        written = _header;
        epoch.IdPrefix.CopyTo(span[written..]);
        written += epoch.IdPrefix.Length;
        (LastNumber + 1).TryFormat(span[written..], out var digits, default, CultureInfo.InvariantCulture);
        written += digits;
        span[written++] = (byte)'\n';
        return span[..^Reserved];
    }

    /// <summary>Moves the open frame to where it has room for <paramref name="needed"/> more bytes.</summary>
    public Span<byte> Grow(ReadOnlySpan<byte> frame, int needed)
    {
        // Twice as large each time: a frame of many short lines is not copied for every line.
        var capacity = Math.Max(frame.Length + needed, frame.Length * 2) + Reserved;
        return Writable(capacity, frame)[..^Reserved];
    }

    /// <summary>Makes the open frame the newest event.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="now">The time, in tenths of a second of the log's clock.</param>
    public EventId Commit(int length, int now)
    {
        var segment = _newest!;
        var chunk = ChunkFraming.Complete(segment.Bytes.AsSpan(segment.Used), _header, length);
        segment.Append(chunk, now);
        Bytes += chunk;
        LastNumber++;
        while (Count > 1 && (Count > retention.Events || Bytes > retention.Bytes)) DropOldest();
        return IdOf(LastNumber);
    }

    /// <summary>Drops what is older than the retention allows.</summary>
    public void Trim(int now)
    {
        var oldest = now - (int)Math.Min(int.MaxValue / 2, retention.Age.TotalSeconds * 10);
        while (Count > 0 && _oldest!.TimeOf(FirstNumber) <= oldest) DropOldest();
    }

    /// <summary>Where a client starts that brings this cursor: behind it if it can be honoured, else at the oldest retained event.</summary>
    /// <param name="lastEventId">What the client sent; <see langword="null"/> or empty is a new client, which starts at the end.</param>
    /// <param name="gap">Why the cursor could not be honoured.</param>
    public LogCursor Find(string? lastEventId, out GapReason gap)
    {
        gap = GapReason.None;
        if (string.IsNullOrEmpty(lastEventId)) return new LogCursor(LastNumber + 1);

        if (!EventId.TryParse(lastEventId, out var id)) gap = GapReason.Unknown;
        else if (id.Epoch != epoch.Name) gap = GapReason.Epoch;
        else if (id.Number > LastNumber) gap = GapReason.Unknown;
        else if (id.Number < FirstNumber - 1) gap = GapReason.Evicted;
        else return new LogCursor(id.Number + 1);

        return new LogCursor(FirstNumber);
    }

    /// <summary>Copies whole frames, without their chunk framing, and moves the cursor behind them.</summary>
    /// <param name="cursor">Where to begin; it must not lie before <see cref="FirstNumber"/>.</param>
    /// <param name="output">Gets the bytes.</param>
    /// <param name="budget">Stop once this many bytes are copied.</param>
    /// <returns>The bytes copied; 0 when the cursor is at the end.</returns>
    public int CopyTo(ref LogCursor cursor, IBufferWriter<byte> output, int budget)
    {
        var copied = 0;
        while (cursor.Next <= LastNumber && copied < budget)
        {
            var segment = SegmentOf(ref cursor);
            var payload = ChunkFraming.Payload(segment.Frame(cursor.Next));
            output.Write(payload);
            copied += payload.Length;
            cursor.Next++;
        }

        return copied;
    }

    /// <summary>Gives a view of what the log holds now. Each must be given back by <see cref="Release"/>.</summary>
    public LogView View()
    {
        if (_oldest is not null) _oldest.Views++;

        // A newest segment without a frame belongs to an event that is being written.
        var newest = _newest is { Count: > 0 } ? _newest : LastWithFrames();
        return new LogView(_oldest, newest, newest?.Count ?? 0, newest?.Used ?? 0, FirstNumber, LastNumber + 1);
    }

    /// <summary>Takes a view back.</summary>
    public void Release(in LogView view)
    {
        if (view.Oldest is null) return;
        view.Oldest.Views--;
        ReturnDropped();
    }

    /// <summary>Keeps a segment from the pool while a frame in it is half sent.</summary>
    public static void Pin(Segment segment) => segment.Pins++;

    /// <summary>Undoes <see cref="Pin"/>.</summary>
    public void Unpin(Segment segment)
    {
        segment.Pins--;
        ReturnDropped();
    }

    /// <summary>Room that <see cref="ChunkFraming.Complete"/> needs behind a frame.</summary>
    private const int Reserved = ChunkFraming.MaxOverhead;

    private Segment SegmentOf(ref LogCursor cursor)
    {
        var hint = cursor.Hint;

        // A dropped segment keeps its owner while somebody reads it, but no longer leads to the newest.
        if (hint?.Owner != this || cursor.Next < hint.FirstNumber || hint.EndNumber <= FirstNumber) hint = _oldest;
        while (cursor.Next >= hint!.EndNumber) hint = hint.Next;
        cursor.Hint = hint;
        return hint;
    }

    /// <summary>The free end of the newest segment if it has that much room, else that of a new one, which begins with <paramref name="keep"/>.</summary>
    private Span<byte> Writable(int bytes, ReadOnlySpan<byte> keep)
    {
        if (_newest is { } newest && newest.Bytes.Length - newest.Used >= bytes) return newest.Bytes.AsSpan(newest.Used);

        // A log grows with use: each segment may be four times as large as the one before.
        var preferred = _newest is null ? SegmentPool.SmallestBytes : Math.Min(SegmentPool.LargestBytes, _newest.Bytes.Length * 4);
        var segment = pool.Rent(this, Math.Max(bytes, preferred), LastNumber + 1);
        keep.CopyTo(segment.Bytes);
        ReplaceNewest(segment);
        return segment.Bytes;
    }

    private void ReplaceNewest(Segment segment)
    {
        if (_newest is null) _oldest = segment;
        else _newest.Next = segment;

        // A segment without a frame was too small for its first one.
        if (_newest is { Count: 0 } empty) Unlink(empty, segment);
        _newest = segment;
    }

    private void Unlink(Segment empty, Segment successor)
    {
        if (_oldest == empty) _oldest = successor;
        else
        {
            var before = _oldest!;
            while (before.Next != empty) before = before.Next!;
            before.Next = successor;
        }

        pool.Return(empty);
    }

    private void DropOldest()
    {
        var segment = _oldest!;
        Bytes -= segment.Frame(FirstNumber).Length;
        FirstNumber++;
        if (FirstNumber < segment.EndNumber) return;

        _oldest = segment.Next;
        if (_newest == segment) _newest = null;
        _dropped.Add(segment);
        ReturnDropped();
    }

    /// <summary>Gives to the pool what nobody reads any more: no view reaches behind its own oldest segment.</summary>
    private void ReturnDropped()
    {
        for (var i = 0; i < _dropped.Count && _dropped[i].Views == 0;)
        {
            var segment = _dropped[i];
            if (segment.Pins > 0)
            {
                i++;
                continue;
            }

            _dropped.RemoveAt(i);
            pool.Return(segment);
        }
    }

    private Segment? LastWithFrames()
    {
        Segment? last = null;
        for (var segment = _oldest; segment is { Count: > 0 }; segment = segment.Next) last = segment;
        return last;
    }
}
