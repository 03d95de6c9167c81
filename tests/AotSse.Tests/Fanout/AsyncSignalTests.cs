using AotSse.Fanout;

namespace AotSse.Tests.Fanout;

public sealed class AsyncSignalTests
{
    [Fact]
    public void Signals_before_the_wait_are_remembered_as_one()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();
        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
        Assert.False(signal.WaitAsync().IsCompleted);
    }

    [Fact]
    public async Task No_signal_is_lost_whatever_the_interleaving()
    {
        // Each setter raises its counter and then signals: whoever wakes must in the end have seen every raise.
        const int setters = 4;
        const int raises = 20_000;
        var signal = new AsyncSignal();
        var raised = 0;
        var threads = Enumerable.Range(0, setters).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < raises; i++)
            {
                Interlocked.Increment(ref raised);
                signal.Set();
            }
        })).ToList();

        while (Volatile.Read(ref raised) < setters * raises) await signal.WaitAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Task.WhenAll(threads);
        Assert.Equal(setters * raises, raised);
    }

    [Fact]
    public async Task Waiting_and_waking_allocate_nothing()
    {
        var signal = new AsyncSignal();
        await RoundAsync(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            signal.Set();
            var wait = signal.WaitAsync();
            Assert.True(wait.IsCompletedSuccessfully);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        async Task RoundAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                var wait = signal.WaitAsync();
                signal.Set();
                await wait;
            }
        }
    }
}
