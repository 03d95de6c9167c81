using AotSse.Wire;

namespace AotSse.Tests.Support;

/// <summary>A buffer that never gives more room than was asked for, so that every growth in the writer is taken.</summary>
internal sealed class TinyBuffer : FrameBuffer
{
    private byte[] _bytes = [];
    private byte[]? _committed;

    public byte[] Committed => _committed ?? throw new InvalidOperationException("Nothing was committed.");

    public FrameWriter Open() => new(this, _bytes, 0);

    public override Span<byte> Grow(ReadOnlySpan<byte> frame, int needed)
    {
        // A fresh array each time: a writer that kept an old span would write into the void.
        var larger = new byte[frame.Length + needed];
        frame.CopyTo(larger);
        _bytes = larger;
        return larger;
    }

    public override PublishReceipt Commit(int length)
    {
        _committed = _bytes[..length];
        return default;
    }

    public override void Close()
    {
    }
}
