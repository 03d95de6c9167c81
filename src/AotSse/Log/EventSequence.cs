namespace AotSse.Log;

/// <summary>
/// Numbers the events of a stream across all its topics, so that one number says where a client stands in any of them. Thread-safe.
/// </summary>
/// <remarks>A topic takes a number under its lock and holds the lock until the event is visible: who has read <see cref="Last"/> and then takes that lock sees every event of the topic up to it.</remarks>
internal sealed class EventSequence
{
    // Interlocked and Volatile only.
    private long _last;

    /// <summary>The newest number that has been taken; 0 stands before the first.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Says how far events have been copied, where others take the numbers.</summary>
    public void Reach(long number) => Volatile.Write(ref _last, number);

    /// <summary>Takes the next number. One that is not used leaves a hole, which nobody misses.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
