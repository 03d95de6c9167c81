namespace AotSse.Replication;

/// <summary>Takes the records that are read from one partition of an <see cref="IReplicatedLog"/>. For one caller at a time.</summary>
public interface IRecordSink
{
    /// <summary>Takes a record. The next one may follow when this has completed.</summary>
    /// <param name="offset">Its place in the partition, 0 or above.</param>
    /// <param name="record">Its bytes as they were appended, valid until this has completed.</param>
    /// <returns><see langword="false"/> when no more are wanted.</returns>
    ValueTask<bool> OnRecordAsync(long offset, ReadOnlyMemory<byte> record);
}
