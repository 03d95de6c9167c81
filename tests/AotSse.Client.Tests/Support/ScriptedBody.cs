using System.Threading.Channels;

namespace AotSse.Client.Tests.Support;

/// <summary>A body that gives the parts that a test wrote, each in a read of its own, and waits between them.</summary>
internal sealed class ScriptedBody : Stream
{
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> _rest;

    // Both only grow: the test writes one, the client asks for one after it is done with that before.
    private int _written;
    private int _asked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether the client has dealt with every part and waits in a read for the next.</summary>
    public bool IsAwaited => Volatile.Read(ref _asked) > Volatile.Read(ref _written);

    public void Write(byte[] part)
    {
        Interlocked.Increment(ref _written);
        _parts.Writer.TryWrite(part);
    }

    public void End(Exception? error) => _parts.Writer.TryComplete(error);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            Interlocked.Increment(ref _asked);
            try
            {
                _rest = await _parts.Reader.ReadAsync(cancellationToken);
            }
            catch (ChannelClosedException closed)
            {
                return closed.InnerException is { } error ? throw error : 0;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
