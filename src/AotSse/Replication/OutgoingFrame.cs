using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using AotSse.Fanout;
using AotSse.Telemetry;
using AotSse.Wire;

namespace AotSse.Replication;

/// <summary>
/// Where an event is written that goes into the replicated log: straight behind what its record begins with, so that it is copied for no one. Belongs to the thread that
/// opened it until it is closed.
/// </summary>
internal sealed class OutgoingFrame : FrameBuffer
{
    /// <summary>A broker refuses messages that are too long by closing the connection: 16 MiB is the limit of RabbitMQ 4.</summary>
    public const int MaxRecordBytes = 8 * 1024 * 1024;

    // Frames that nobody uses: a few, one for each thread that publishes at the moment.
    private static readonly ObjectStack Unused = new();

    private Outbox _outbox = null!;
    private byte[] _bytes = [];
    private int _start;
    private string? _key;

    /// <summary>Opens a frame.</summary>
    /// <param name="outbox">Where the record goes.</param>
    /// <param name="stream">The stream of the event.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="once">The key under which it is published once, if it has one.</param>
    /// <param name="sizeHint">The expected bytes of the frame.</param>
    public static FrameWriter Open(Outbox outbox, PushStream stream, ReadOnlySpan<char> topic, PublishKey? once, int sizeHint)
    {
        var frame = Unused.Pop() ?? new OutgoingFrame();
        frame._outbox = outbox;
        var head = RecordFormat.HeaderBytes + RecordFormat.MaxBytes(stream.Route) + RecordFormat.MaxBytes(topic)
            + (once is null ? 2 * RecordFormat.LengthBytes : RecordFormat.MaxBytes(once.Scope) + RecordFormat.MaxBytes(once.Key));
        frame._bytes = ArrayPool<byte>.Shared.Rent(head + sizeHint + RecordFormat.LengthBytes);
        frame._start = frame.WriteHead(stream.Route, topic, once);

        var writer = new FrameWriter(frame, frame.Free, 0);
        if (stream.Engine.WritesTraces) TraceContext.Write(ref writer);
        return writer;
    }

    private Span<byte> Free => _bytes.AsSpan(_start..^RecordFormat.LengthBytes);

    public override Span<byte> Grow(ReadOnlySpan<byte> frame, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _start + frame.Length + needed + RecordFormat.LengthBytes));
        _bytes.AsSpan(0, _start + frame.Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return Free;
    }

    public override void SetKey(ReadOnlySpan<char> key) => _key = key.ToString();

    /// <summary>Hands the event over without waiting: its number is not known yet.</summary>
    public override PublishReceipt Commit(int length)
    {
        _outbox.Add(Complete(length));
        return default;
    }

    public override ValueTask<PublishReceipt> CommitAsync(int length) => new(_outbox.AddAsync(Complete(length), untilRead: true));

    public override ValueTask CommitSilentlyAsync(int length) => new(_outbox.AddAsync(Complete(length), untilRead: false));

    public override void Close()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _key = null;
        Unused.Push(this);
    }

    private int WriteHead(string route, ReadOnlySpan<char> topic, PublishKey? once)
    {
        RecordFormat.WriteHeader(_bytes, RecordKind.Event, _outbox.Producer, _outbox.Now);
        var length = RecordFormat.HeaderBytes;
        length += RecordFormat.WriteText(_bytes.AsSpan(length), route);
        length += RecordFormat.WriteText(_bytes.AsSpan(length), topic);
        length += once is null ? RecordFormat.WriteNone(_bytes.AsSpan(length)) : RecordFormat.WriteText(_bytes.AsSpan(length), once.Scope);
        return length + (once is null ? RecordFormat.WriteNone(_bytes.AsSpan(length)) : RecordFormat.WriteText(_bytes.AsSpan(length), once.Key));
    }

    /// <summary>Ends the record, which takes the bytes with it.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    private OutgoingRecord Complete(int length)
    {
        var end = _start + length;
        if (_key is not null)
        {
            var needed = Encoding.UTF8.GetMaxByteCount(_key.Length) + RecordFormat.LengthBytes;
            if (_bytes.Length - end < needed) Grow(_bytes.AsSpan(_start, length), needed);
            end += Encoding.UTF8.GetBytes(_key, _bytes.AsSpan(end));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(end), _key is null ? -1 : end - _start - length);
        end += RecordFormat.LengthBytes;
        if (end > MaxRecordBytes) throw new ArgumentException($"The event takes {end} bytes: a replicated log takes at most {MaxRecordBytes}. Send less, or send a link to the rest.");

        var record = new OutgoingRecord(_bytes, end);
        _bytes = [];
        return record;
    }

    /// <summary>A few unused frames. Thread-safe; a slot that is taken meanwhile costs a frame, not an event.</summary>
    private sealed class ObjectStack
    {
        // Interlocked only.
        private readonly OutgoingFrame?[] _slots = new OutgoingFrame?[Environment.ProcessorCount * 2];

        public OutgoingFrame? Pop()
        {
            foreach (ref var slot in _slots.AsSpan())
                if (Volatile.Read(ref slot) is not null && Interlocked.Exchange(ref slot, null) is { } frame) return frame;
            return null;
        }

        public void Push(OutgoingFrame frame)
        {
            foreach (ref var slot in _slots.AsSpan())
                if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, frame, null) is null) return;
        }
    }
}
