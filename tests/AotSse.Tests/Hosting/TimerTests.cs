using AotSse.Hosting;

namespace AotSse.Tests.Hosting;

/// <summary>How often the engine wakes the processor when there is nothing to do.</summary>
public sealed class TimerTests
{
    [Theory]
    [InlineData(15, 60, 1_000)]
    [InlineData(60, 3_600, 1_000)]
    [InlineData(60, 2, 500)]
    public void One_timer_serves_all_streams_and_ticks_once_a_second_unless_a_heartbeat_is_shorter(int seconds, int others, int milliseconds)
    {
        var time = new RecordingTime();
        var options = new EventStreamOptions { Heartbeat = TimeSpan.FromSeconds(seconds) };
        using var hub = new EventStreamHub([new StreamDefinition("/a", IsPush: true), new StreamDefinition("/b", IsPush: false) { Heartbeat = TimeSpan.FromSeconds(others) }], options, time);

        Assert.Equal([TimeSpan.FromMilliseconds(milliseconds)], time.Periods);
    }

    private sealed class RecordingTime : TimeProvider
    {
        public List<TimeSpan> Periods { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Periods.Add(period);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
