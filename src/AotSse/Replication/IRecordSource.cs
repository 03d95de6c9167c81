namespace AotSse.Replication;

/// <summary>Gives the records that are to be appended to one partition of an <see cref="IReplicatedLog"/>. For one caller at a time.</summary>
public interface IRecordSource
{
    /// <summary>Takes the next record; waits until there is one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The bytes, valid until the record is confirmed or <see cref="IReplicatedLog.AppendAsync"/> has ended.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="IOException">What was taken before has to be appended again: this call of <see cref="IReplicatedLog.AppendAsync"/> is to end with it.</exception>
    ValueTask<ReadOnlyMemory<byte>> TakeAsync(CancellationToken cancellationToken);

    /// <summary>Says that a record is stored safely. May be called from any thread, also while a record is waited for.</summary>
    /// <param name="number">Which one: the first that was taken in this call of <see cref="IReplicatedLog.AppendAsync"/> is 1.</param>
    /// <param name="andAllBefore">Whether those taken before it are too.</param>
    void Confirm(long number, bool andAllBefore);
}
