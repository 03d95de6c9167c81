namespace AotSse.Benchmarks.Frames;

/// <summary>The peer's destination: copies into a fixed array and completes at once, the cheapest stream there can be.</summary>
internal sealed class ScratchStream : Stream
{
    private readonly byte[] _bytes = new byte[64 * 1024];
    private int _length;

    /// <summary>What the last write brought: the formatter makes one write for each event.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.CopyTo(_bytes);
        _length = buffer.Length;
        return default;
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
