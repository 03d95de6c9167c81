namespace AotSse.Replication;

/// <summary>
/// An append-only log that many nodes share, behind the streams of an app: what is published on any node goes into it, and every node sends its clients what it
/// reads from it, its own events included. So order and ids are the same on every node. Implement it for a broker or a database, and register it by
/// <see cref="EventStreamsBuilder.UseReplicatedLog"/>; what records mean is the engine's affair.
/// </summary>
/// <remarks>
/// <para><b>Ordering.</b> A partition is one sequence of records, the same for every reader, in which offsets only grow; they may have holes. Records of one source are
/// stored in the order in which they were taken. Partitions know nothing of each other.</para>
/// <para><b>Durability.</b> What has been confirmed survives whatever failures the log is made to survive, and every reader gets it. What a reader gets has been stored as safely: it is
/// never taken back. A record whose confirmation was lost may be stored twice: the engine leaves out the copy.</para>
/// <para><b>Threading.</b> Members are called by several threads at the same time: for each partition at most one <see cref="AppendAsync"/>, and any number of <see cref="ReadAsync"/>.
/// A source and a sink are each called by one thread at a time.</para>
/// <para><b>Failure.</b> Whoever cannot go on throws, whatever the exception; the engine waits a little and calls again. Its message is shown to operators: it says what is wrong and holds no password.</para>
/// </remarks>
public interface IReplicatedLog : IAsyncDisposable
{
    /// <summary>How many partitions there are, 1 or more; the same on every node and for all time, since it decides where a topic's events are.</summary>
    int PartitionCount { get; }

    /// <summary>Appends what a source gives, until cancelled. Takes the first record only when the log can be reached.</summary>
    /// <param name="partition">From 0 on.</param>
    /// <param name="source">Gives the records and is told which are stored.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Exception">The log cannot be reached any more, or has refused a record: what is not confirmed will be given again.</exception>
    Task AppendAsync(int partition, IRecordSource source, CancellationToken cancellationToken);

    /// <summary>Reads records in their order and waits for more, until the sink has enough or it is cancelled.</summary>
    /// <param name="partition">From 0 on.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="sink">Takes the records, one after the other; as long as it does not, nothing else is held up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Exception">The log cannot be reached any more.</exception>
    Task ReadAsync(int partition, LogPosition from, IRecordSink sink, CancellationToken cancellationToken);

    /// <summary>The offset of about the newest record, to tell how far a node is behind; -1 when there is none.</summary>
    /// <param name="partition">From 0 on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<long> FindEndAsync(int partition, CancellationToken cancellationToken);
}
