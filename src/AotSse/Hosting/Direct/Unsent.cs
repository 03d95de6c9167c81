using AotSse.Log;

namespace AotSse.Hosting.Direct;

/// <summary>Bytes that must be out before anything else: the rest of a frame, or a block of the stream's own.</summary>
internal struct Unsent
{
    private readonly byte[]? _bytes;
    private readonly int _end;
    private int _offset;

    /// <summary>A whole block that does not belong to a log.</summary>
    public Unsent(byte[] bytes)
    {
        _bytes = bytes;
        _end = bytes.Length;
    }

    /// <summary>The rest of a frame of a segment, which is pinned until it is out.</summary>
    public Unsent(Segment segment, int offset, int end)
    {
        Segment = segment;
        _bytes = segment.Bytes;
        _offset = offset;
        _end = end;
    }

    /// <summary>The pinned segment, if it is a frame.</summary>
    public Segment? Segment { get; }

    /// <summary>Whether there is such a thing, be it out already to the last byte.</summary>
    public readonly bool IsSet => _bytes is not null;

    public readonly bool IsEmpty => _offset == _end;

    public readonly ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_offset, _end - _offset);

    public readonly ReadOnlyMemory<byte> FirstByte => _bytes.AsMemory(_offset, 1);

    public void Skip(int count) => _offset += count;
}
