using System.Buffers;
using AotSse.Wire;

namespace AotSse.Benchmarks.Frames;

/// <summary>One fixed array that both sides write into: as the owner of frames, as a buffer writer, and as a stream.</summary>
internal sealed class Scratch : FrameBuffer, IBufferWriter<byte>
{
    private const int Capacity = 64 * 1024;

    private readonly byte[] _bytes = new byte[Capacity];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Reset() => _length = 0;

    public FrameWriter Open() => new(this, _bytes.AsSpan(_length), 0);

    public override Span<byte> Grow(ReadOnlySpan<byte> frame, int needed) => throw new InvalidOperationException("The payload is too large for the benchmark.");

    public override PublishReceipt Commit(int length)
    {
        _length += length;
        return default;
    }

    public override void Close()
    {
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(_length);

    public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(_length);
}
