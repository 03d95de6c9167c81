using System.Globalization;
using AotSse.Wire;

namespace AotSse.Log;

/// <summary>
/// The retained events of one topic, each encoded once as the bytes its subscribers get: history and send buffer in one.
/// Not synchronised: every member is called under the lock of the topic.
/// </summary>
/// <remarks>
/// An event has a position, consecutive in this log, and a number, which only grows here and is consecutive in the whole stream. Clients
/// know the number, everything inside goes by the position.
/// </remarks>
/// <param name="pool">Lends the memory.</param>
/// <param name="epoch">Names the ids.</param>
/// <param name="sequence">Numbers the events.</param>
/// <param name="retention">What is kept.</param>
/// <param name="floor">The number up to which events of this topic may have been here and gone.</param>
/// <param name="isShared">Whether other nodes have the same events, maybe sooner.</param>
internal sealed class WireLog(SegmentPool pool, LogEpoch epoch, EventSequence sequence, Retention retention, long floor, bool isShared = false)
{
    /// <summary>The digits of the largest number and the line end after it.</summary>
    private const int MaxNumberBytes = 20;

    /// <summary>Room that <see cref="ChunkFraming.Complete"/> needs behind a frame.</summary>
    private const int Reserved = ChunkFraming.MaxOverhead;

    /// <summary>How far events that nobody was offered yet may exceed the retention: a burst faster than the sweep must not overtake subscribers that keep up.</summary>
    private const long MaxOverrunBytes = 8 * 1024 * 1024;

    private readonly SegmentRing _segments = new();
    private KeyIndex? _keys;
    private EventKey? _openKey;
    private long _openNumber;
    private long _newest;
    private int _openHeader;

    // Events from here on wait for the sweep.
    private long _unoffered = long.MaxValue;

    // The end at the last look for old events: who has not taken those before it by the next look does not keep up.
    private long _endAtTrim;

    /// <summary>The position of the oldest retained event; <see cref="EndPosition"/> when nothing is retained.</summary>
    public long FirstPosition { get; private set; }

    /// <summary>The position after the newest event: also how many there have been.</summary>
    public long EndPosition { get; private set; }

    /// <summary>How many events are retained.</summary>
    public long Count => EndPosition - FirstPosition;

    /// <summary>The bytes of the retained frames.</summary>
    public long Bytes { get; private set; }

    /// <summary>The bytes of all frames that were ever appended.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>How many different keys the retained events have.</summary>
    public int KeyCount => _keys?.Count ?? 0;

    /// <summary>How many segments there is a place for.</summary>
    public int SlotCount => _segments.Slots.Length;

    /// <summary>The number up to which events are gone: a client that has it has missed nothing.</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>The id with that number.</summary>
    public EventId IdOf(long number) => new(epoch.Name, number);

    /// <summary>The id of the oldest retained event.</summary>
    public EventId? OldestId => Count > 0 ? IdOf(_segments.First.NumberOf(FirstPosition)) : null;

    /// <summary>Begins a frame: its <c>id</c> field is written, the rest follows.</summary>
    /// <param name="sizeHint">The expected bytes of the other fields.</param>
    /// <param name="written">The bytes at the start of the span that belong to the frame.</param>
    public Span<byte> Open(int sizeHint, out int written) => Open(sequence.Next(), "\n"u8, sizeHint, out written);

    /// <summary>Appends a copy of another log's event.</summary>
    /// <param name="number">Its number, above that of the newest event.</param>
    /// <param name="idEnd">What follows the number in the <c>id</c> field, with the line end.</param>
    /// <param name="rest">The fields after it.</param>
    /// <param name="time">When it goes by age.</param>
    /// <param name="key">Its key; empty if it has none.</param>
    public void Append(long number, ReadOnlySpan<byte> idEnd, ReadOnlySpan<byte> rest, int time, ReadOnlySpan<char> key)
    {
        var span = Open(number, idEnd, rest.Length, out var length);
        rest.CopyTo(span[length..]);
        if (!key.IsEmpty) SetKey(key);
        Commit(length + rest.Length, time);
    }

    /// <summary>Drops everything and leaves a hole: events up to a number never came here.</summary>
    public void Break(long number)
    {
        Clear(); // Positions in a segment have no holes.
        FirstPosition = ++EndPosition;
        Floor = Math.Max(Floor, number);
    }

    /// <summary>Moves the open frame to where it has room for <paramref name="needed"/> more bytes.</summary>
    public Span<byte> Grow(ReadOnlySpan<byte> frame, int needed)
    {
        // Twice as large each time: a frame of many short lines is not copied for every line.
        var capacity = Math.Max(frame.Length + needed, frame.Length * 2) + Reserved;
        return Writable(capacity, frame)[..^Reserved];
    }

    /// <summary>Gives the open frame a key.</summary>
    public void SetKey(ReadOnlySpan<char> key) => _openKey = (_keys ??= new KeyIndex()).GetOrAdd(key);

    /// <summary>Makes the open frame the newest event.</summary>
    /// <param name="length">Its bytes.</param>
    /// <param name="time">The time, in tenths of a second of the log's clock.</param>
    public EventId Commit(int length, int time)
    {
        var segment = _segments.Last;
        var chunk = ChunkFraming.Complete(segment.Bytes.AsSpan(segment.Used), _openHeader, length);
        segment.Append(chunk, _openNumber, time, _openKey);
        _openKey?.Newest = EndPosition;
        _openKey = null;
        _newest = _openNumber;
        EndPosition++;
        Bytes += chunk;
        TotalBytes += chunk;
        Evict();
        return IdOf(_openNumber);
    }

    /// <summary>Says from which event on the sweep has not offered them to the subscribers; <see cref="long.MaxValue"/> without subscribers.</summary>
    public void KeepUnoffered(long position)
    {
        _unoffered = position;
        Evict();
    }

    /// <summary>Drops what is older than the retention allows.</summary>
    public void Trim(int now)
    {
        if (_unoffered < _endAtTrim) KeepUnoffered(_endAtTrim);
        _endAtTrim = EndPosition;
        DropUntil(now - (int)Math.Min(int.MaxValue / 2, retention.Age.TotalSeconds * 10));
    }

    /// <summary>Drops what came at a time or before.</summary>
    public void DropUntil(int time)
    {
        while (Count > 0 && _segments.First.TimeOf(FirstPosition) <= time) DropOldest();
    }

    /// <summary>Drops what everybody has been offered who keeps up, until no more than so many bytes are left.</summary>
    public void DropOffered(long bytes)
    {
        while (Bytes > bytes && FirstPosition < _unoffered) DropOldest();
    }

    /// <summary>Drops everything. No frame may be open.</summary>
    public void Clear()
    {
        while (Count > 0) DropOldest();

        // The segment of a frame that was not finished.
        if (_segments.IsEmpty) return;
        _segments.DropFirst();
        _segments.ReturnDropped(pool);
    }

    /// <summary>Where a client starts that brings this cursor: behind it if it can be honoured, else at the oldest retained event.</summary>
    /// <param name="lastEventId">What the client sent; <see langword="null"/> or empty is a new client, which starts at the end.</param>
    public LogStart Find(string? lastEventId)
    {
        // Whatever number is taken from now on, an event of this log gets a higher one. A feed may hold newer copies than its sequence tells.
        var last = Math.Max(sequence.Last, _newest);
        if (string.IsNullOrEmpty(lastEventId)) return new LogStart(EndPosition, last, GapReason.None);

        if (!EventId.TryParse(lastEventId, out var id)) return FromOldest(GapReason.Unknown);
        if (id.Epoch != epoch.Name) return FromOldest(GapReason.Epoch);
        if (id.Number > last) return isShared ? new LogStart(EndPosition, id.Number, GapReason.None, IsAhead: true) : FromOldest(GapReason.Unknown);
        return id.Number < Floor ? FromOldest(GapReason.Evicted) : new LogStart(PositionAfter(id.Number), id.Number, GapReason.None);
    }

    /// <summary>Gives a view of what the log holds now. Each must be given back by <see cref="Release"/>.</summary>
    public LogView View()
    {
        if (Count == 0) return new LogView(_segments.Slots, 0, 0, 0, FirstPosition, EndPosition);

        // A newest segment without a frame belongs to an event that was not finished.
        var newest = _segments.Last.Count > 0 ? _segments.End - 1 : _segments.End - 2;
        _segments.First.Views++;
        return new LogView(_segments.Slots, _segments.Oldest, newest, _segments[newest].Used, FirstPosition, EndPosition);
    }

    /// <summary>Takes a view back.</summary>
    public void Release(in LogView view)
    {
        if (view.IsEmpty) return;
        view.OldestSegment.Views--;
        _segments.ReturnDropped(pool);
    }

    /// <summary>Keeps a segment from the pool while a frame in it is half sent.</summary>
    public static void Pin(Segment segment) => segment.Pins++;

    /// <summary>Undoes <see cref="Pin"/>.</summary>
    public void Unpin(Segment segment)
    {
        segment.Pins--;
        if (segment is { IsLeft: true, Pins: 0 }) pool.Return(segment);
    }

    private Span<byte> Open(long number, ReadOnlySpan<byte> idEnd, int sizeHint, out int written)
    {
        var payload = epoch.IdPrefix.Length + MaxNumberBytes + idEnd.Length + sizeHint;
        var span = Writable(payload + ChunkFraming.MaxOverhead, keep: default);
        _openNumber = number;
        _openHeader = ChunkFraming.HeaderBytes(payload);
        ForgetUnusedKey();

        written = _openHeader;
        epoch.IdPrefix.CopyTo(span[written..]);
        written += epoch.IdPrefix.Length;
        number.TryFormat(span[written..], out var digits, default, CultureInfo.InvariantCulture);
        written += digits;
        idEnd.CopyTo(span[written..]);
        written += idEnd.Length;
        return span[..^Reserved];
    }

    private LogStart FromOldest(GapReason gap) => new(FirstPosition, Floor, gap);

    /// <summary>The first retained event with a number above this one; the end if there is none.</summary>
    public long PositionAfter(long number)
    {
        var (low, high) = (_segments.Oldest, _segments.End);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var segment = _segments[middle];
            var found = segment.PositionAfter(number);
            if (found > segment.FirstPosition && found < segment.EndPosition) return Math.Max(found, FirstPosition);
            if (found == segment.FirstPosition) high = middle;
            else low = middle + 1;
        }

        return low < _segments.End ? Math.Max(_segments[low].FirstPosition, FirstPosition) : EndPosition;
    }

    /// <summary>The free end of the newest segment if it has that much room, else that of a new one, which begins with <paramref name="keep"/>.</summary>
    private Span<byte> Writable(int bytes, ReadOnlySpan<byte> keep)
    {
        if (_segments.IsEmpty)
        {
            var first = pool.Rent(bytes, EndPosition, TotalBytes);
            _segments.Add(first);
            return first.Bytes;
        }

        var newest = _segments.Last;
        if (newest.Bytes.Length - newest.Used >= bytes) return newest.Bytes.AsSpan(newest.Used);

        // A log grows with use: each segment may be four times as large as the one before.
        var segment = pool.Rent(Math.Max(bytes, Math.Min(SegmentPool.LargestBytes, newest.Bytes.Length * 4)), EndPosition, TotalBytes);
        keep.CopyTo(segment.Bytes);

        // A segment without a frame was too small for its first one.
        if (newest.Count == 0) pool.Return(_segments.ReplaceLast(segment));
        else _segments.Add(segment);
        return segment.Bytes;
    }

    /// <summary>An event that was not committed may have brought a key that no other has.</summary>
    private void ForgetUnusedKey()
    {
        if (_openKey is { Newest: EventKey.Unused }) _keys!.Remove(_openKey);
        _openKey = null;
    }

    private void Evict()
    {
        while (Count > 1 && (Count > retention.Events || Bytes > retention.Bytes) && (FirstPosition < _unoffered || Bytes - MaxOverrunBytes > retention.Bytes))
            DropOldest();
    }

    private void DropOldest()
    {
        var segment = _segments.First;
        Bytes -= segment.LengthOf(FirstPosition);
        Floor = segment.NumberOf(FirstPosition);
        if (segment.KeyOf(FirstPosition) is { } key && key.Newest == FirstPosition) _keys!.Remove(key);
        FirstPosition++;
        if (FirstPosition < segment.EndPosition) return;

        _segments.DropFirst();
        _segments.ReturnDropped(pool);
    }
}
