namespace AotSse.Wire;

/// <summary>Where a <see cref="FrameWriter"/> puts its bytes. A frame is always contiguous and becomes visible as a whole or not at all.</summary>
/// <remarks>One frame is open at a time; all members are called by the thread that opened it.</remarks>
internal abstract class FrameBuffer
{
    /// <summary>Moves the open frame to a span with room for <paramref name="needed"/> more bytes.</summary>
    /// <param name="frame">The bytes written so far; the returned span begins with them.</param>
    /// <param name="needed">How many further bytes must fit; more may.</param>
    public abstract Span<byte> Grow(ReadOnlySpan<byte> frame, int needed);

    /// <summary>Says what the open frame replaces older ones by. Only logs have a use for it.</summary>
    public virtual void SetKey(ReadOnlySpan<char> key)
    {
    }

    /// <summary>Makes the open frame visible.</summary>
    /// <param name="length">Its length in bytes.</param>
    public abstract PublishReceipt Commit(int length);

    /// <summary>As <see cref="Commit"/>; completes when the event cannot be lost any more.</summary>
    public virtual ValueTask<PublishReceipt> CommitAsync(int length) => new(Commit(length));

    /// <summary>As <see cref="CommitAsync"/>, for who does not ask for the id.</summary>
    public virtual ValueTask CommitSilentlyAsync(int length)
    {
        Commit(length);
        return default;
    }

    /// <summary>Closes the frame; one that was not committed leaves no trace.</summary>
    public abstract void Close();
}
