using System.Buffers;

namespace AotSse.Wire;

/// <summary>Gathers frames for one client until they are sent together. Holds memory only between the first frame and <see cref="Clear"/>. Not thread-safe.</summary>
internal sealed class FrameBatch : FrameBuffer
{
    private const int InitialBytes = 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>The frames so far.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Begins a frame; one that is not committed leaves no trace.</summary>
    public FrameWriter Open()
    {
        if (_bytes.Length == 0) _bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
        return new FrameWriter(this, _bytes.AsSpan(_length), 0);
    }

    /// <summary>Adds a block that sets the reconnection time, with jitter.</summary>
    public void AddRetry(TimeSpan retry)
    {
        var frame = Open();
        Blocks.WriteRetry(ref frame, retry);
        frame.Write("\n"u8);
        frame.Commit();
    }

    /// <summary>Adds a block that tells the client that events are missing here.</summary>
    public void AddGap(string? lastEventId, EventId? oldest, GapReason reason)
    {
        var frame = Open();
        Blocks.WriteGap(ref frame, lastEventId, oldest, reason);
        frame.Commit();
    }

    /// <summary>Forgets the frames and gives the memory back.</summary>
    public void Clear()
    {
        _length = 0;
        if (_bytes.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    public override Span<byte> Grow(ReadOnlySpan<byte> frame, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + frame.Length + needed));
        _bytes.AsSpan(0, _length + frame.Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return _bytes.AsSpan(_length);
    }

    public override PublishReceipt Commit(int length)
    {
        _length += length;
        return default;
    }

    public override void Close()
    {
    }
}
