using System.IO.Pipelines;

namespace AotSse.Hosting.Direct;

/// <summary>Kestrel's input for one connection: the transport's, until <see cref="End"/> makes it look as if the client had closed.</summary>
/// <param name="transport">The transport's reader.</param>
internal sealed class DetachableInput(PipeReader transport) : PipeReader
{
    // Set while Kestrel is not reading, since it runs the request; volatile for the reads that follow on other threads.
    private volatile bool _ended;

    private static ReadResult EndOfInput => new(default, isCanceled: false, isCompleted: true);

    /// <summary>Reports the end of input from now on and leaves the transport's reader to its new owner.</summary>
    public void End() => _ended = true;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => _ended ? new(EndOfInput) : transport.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result)
    {
        if (!_ended) return transport.TryRead(out result);
        result = EndOfInput;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed)
    {
        if (!_ended) transport.AdvanceTo(consumed);
    }

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (!_ended) transport.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        if (!_ended) transport.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null)
    {
        if (!_ended) transport.Complete(exception);
    }
}
