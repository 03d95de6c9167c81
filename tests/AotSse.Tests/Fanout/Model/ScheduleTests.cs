namespace AotSse.Tests.Fanout.Model;

public sealed class ScheduleTests
{
    /// <summary>Other schedules at each run.</summary>
    [Fact]
    public void Ten_thousand_random_schedules_agree_with_the_model()
    {
        const int schedules = 10_000;
        var first = Random.Shared.Next();
        var lost = 0L;
        for (var seed = first; seed != unchecked(first + schedules); seed = unchecked(seed + 1))
        {
            var schedule = new Schedule(seed & int.MaxValue);
            try
            {
                schedule.Run();
            }
            catch (Exception wrong)
            {
                Assert.Fail($"new Schedule({seed & int.MaxValue}).Run() fails: {wrong}");
            }

            lost += schedule.Lost;
        }

        Assert.True(lost > schedules, $"Only {lost} events were lost: the retention hardly ever overtook anybody.");
    }
}
