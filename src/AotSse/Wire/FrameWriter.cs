using System.Runtime.CompilerServices;

namespace AotSse.Wire;

/// <summary>
/// Writes one event as UTF-8 bytes, straight to where clients are served from (WHATWG HTML, section 9.2.5). Generated code uses it:
/// literals are joined at compile time, values are formatted in place, nothing is allocated.
/// </summary>
/// <remarks>
/// <para>While a frame of a push stream is open its topic is locked: write, <see cref="Commit"/>, <see cref="Dispose"/>, with nothing slow between.
/// A frame disposed without a commit leaves no trace.</para>
/// <para>Only <see cref="Write"/> takes bytes as they are; every other method is safe with whatever a caller passes.</para>
/// </remarks>
public ref partial struct FrameWriter
{
    private readonly FrameBuffer _buffer;
    private Span<byte> _span;
    private int _length;
    private int _depth;

    /// <param name="buffer">Owner of the bytes.</param>
    /// <param name="span">Where the frame goes; longer spans come from <see cref="FrameBuffer.Grow"/>.</param>
    /// <param name="length">Bytes of the frame that stand there already.</param>
    internal FrameWriter(FrameBuffer buffer, Span<byte> span, int length)
    {
        _buffer = buffer;
        _span = span;
        _length = length;
    }

    /// <summary>Appends bytes that are known to be right: whole fields or parts of a JSON value, without any check.</summary>
    /// <param name="utf8">UTF-8, usually a <c>u8</c> literal.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> utf8)
    {
        if (_span.Length - _length < utf8.Length) Grow(utf8.Length);
        utf8.CopyTo(_span[_length..]);
        _length += utf8.Length;
    }

    /// <summary>Says what the event is about: it replaces older ones with the same key for clients that are behind. Right before the commit.</summary>
    /// <param name="key">The key, of any length; allocates when it is new to the topic.</param>
    public readonly void SetKey(scoped ReadOnlySpan<char> key) => _buffer.SetKey(key);

    /// <summary>Makes the event visible to clients, or hands it to the replicated log without waiting. At most once a frame.</summary>
    /// <returns>The id it got, and who hears it. Without an id for a pull stream, and where the replicated log will give it.</returns>
    /// <exception cref="EventPublishException">As many events wait for the replicated log as may.</exception>
    public readonly PublishReceipt Commit() => _buffer.Commit(_length);

    /// <summary>As <see cref="Commit"/>; completes when the event cannot be lost any more. In memory that is at once, with a replicated log when it has come back from there.</summary>
    /// <exception cref="EventPublishException">The replicated log cannot be reached, is too slow, or has not confirmed the event in time.</exception>
    public readonly ValueTask<PublishReceipt> CommitAsync() => _buffer.CommitAsync(_length);

    /// <summary>As <see cref="CommitAsync"/>, for who does not ask for the id.</summary>
    /// <exception cref="EventPublishException">The replicated log cannot be reached, is too slow, or has not confirmed the event in time.</exception>
    public readonly ValueTask CommitSilentlyAsync() => _buffer.CommitSilentlyAsync(_length);

    /// <summary>Closes the frame and unlocks its topic. Call it exactly once, in a <c>finally</c>.</summary>
    public readonly void Dispose() => _buffer.Close();

    private readonly Span<byte> Free
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _span[_length..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int bytes)
    {
        if (_span.Length - _length < bytes) Grow(bytes);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int needed) => _span = _buffer.Grow(_span[.._length], needed);
}
