using Microsoft.Extensions.Time.Testing;

namespace AotSse.Client.Tests.Support;

/// <summary>Time that the test lets pass, and that tells when a wait has begun: time that passes before it does not count for it.</summary>
internal sealed class AnnouncedTime : FakeTimeProvider, IDisposable
{
    private readonly SemaphoreSlim _waits = new(0);

    /// <summary>Completes when one more wait has begun.</summary>
    public async Task WaitBeginsAsync() =>
        Assert.True(await _waits.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken), "No wait begins.");

    public void Dispose() => _waits.Dispose();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);

        // Limits on reads are made without a time, and get one later.
        if (dueTime != Timeout.InfiniteTimeSpan) _waits.Release();
        return timer;
    }
}
