namespace AotSse.Replication;

/// <summary>Where to begin to read a partition of an <see cref="IReplicatedLog"/>. Either an offset or an age.</summary>
/// <remarks>What the log no longer keeps is passed over: reading begins at the oldest record that is there.</remarks>
public readonly record struct LogPosition
{
    private LogPosition(long offset, TimeSpan? age) => (Offset, Age) = (offset, age);

    /// <summary>The oldest record.</summary>
    public static LogPosition Oldest => default;

    /// <summary>The offset of the first record to read; exact.</summary>
    public long Offset { get; }

    /// <summary>Instead of an offset: records this old and younger; some that are older may come before them.</summary>
    public TimeSpan? Age { get; }

    /// <summary>The record at an offset, or the first one after it.</summary>
    /// <param name="offset">0 or above.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static LogPosition At(long offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return new LogPosition(offset, null);
    }

    /// <summary>The records of the last while.</summary>
    /// <param name="age">How far back, above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above zero.</exception>
    public static LogPosition Since(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(age, TimeSpan.Zero);
        return new LogPosition(0, age);
    }
}
