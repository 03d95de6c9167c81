namespace AotSse.Fanout;

/// <summary>Time since the start in tenths of a second: fits 32 bits for six years. Thread-safe.</summary>
internal sealed class LogClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public int Now => (int)(time.GetElapsedTime(_start).Ticks / (TimeSpan.TicksPerSecond / 10));
}
