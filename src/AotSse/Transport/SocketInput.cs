using System.IO.Pipelines;

namespace AotSse.Transport;

/// <summary>What Kestrel reads of one connection, until <see cref="End"/> makes it look as if the client had closed.</summary>
/// <param name="received">What has come in.</param>
internal sealed class SocketInput(PipeReader received) : PipeReader
{
    // Set while Kestrel is not reading, since it runs the request; volatile for the reads that follow on other threads.
    private volatile bool _ended;

    private static ReadResult EndOfInput => new(default, isCanceled: false, isCompleted: true);

    /// <summary>Reports the end of input from now on. What has been received and not read is left to the collector: somebody may still look at it.</summary>
    public void End() => _ended = true;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => _ended ? new(EndOfInput) : received.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (!_ended) return received.TryRead(out result);
        result = EndOfInput;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        if (!_ended) received.AdvanceTo(consumed);
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_ended) received.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        if (!_ended) received.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_ended) received.Complete(exception);
    }
}
