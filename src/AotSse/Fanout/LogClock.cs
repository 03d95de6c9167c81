namespace AotSse.Fanout;

/// <summary>
/// Time since the start in tenths of a second: fits 32 bits for six years. It moves with the ticks of the hub's timer, so that a publisher
/// reads a field and no clock. Thread-safe.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="tick">The time between two ticks.</param>
internal sealed class LogClock(TimeProvider time, TimeSpan tick)
{
    private const long TicksPerUnit = TimeSpan.TicksPerSecond / 10;

    private readonly long _start = time.GetTimestamp();

    // Written by the timer, read anywhere: an old value is early by one tick.
    private int _stamp = Units(tick);

    /// <summary>The time of the next tick: what is stamped with it is never taken for older than it is.</summary>
    public int Stamp => Volatile.Read(ref _stamp);

    /// <summary>The time.</summary>
    public int Now => Units(time.GetElapsedTime(_start));

    /// <summary>Moves <see cref="Stamp"/>.</summary>
    public void Tick() => Volatile.Write(ref _stamp, Units(time.GetElapsedTime(_start) + tick));

    private static int Units(TimeSpan value) => (int)((value.Ticks + TicksPerUnit - 1) / TicksPerUnit);
}
