using AotSse.Hosting;
using AotSse.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AotSse.Tests.Hosting;

/// <summary>A key stands for one event, whoever repeats it and when.</summary>
public sealed class PublishOnceTests
{
    private readonly FakeTimeProvider _time = new();
    private int _published;

    [Fact]
    public async Task A_repeated_key_gets_the_first_receipt_and_sends_nothing()
    {
        using var hub = Streams.Hub(_time, null);
        var first = await hub.PublishOnceAsync("t", "k", PublishAsync);
        var second = await hub.PublishOnceAsync("t", "k", PublishAsync);

        Assert.Equal(first, second);
        Assert.Equal(1, _published);
        Assert.NotEqual(first, await hub.PublishOnceAsync("t", "other", PublishAsync));
        Assert.NotEqual(first, await hub.PublishOnceAsync("u", "k", PublishAsync));
    }

    [Fact]
    public async Task Of_calls_at_the_same_time_one_publishes()
    {
        using var hub = Streams.Hub(_time, null);
        var release = new TaskCompletionSource();
        var calls = Enumerable.Range(0, 50).Select(_ => Task.Run(() => hub.PublishOnceAsync("t", "k", async () =>
        {
            await release.Task;
            return await PublishAsync();
        }).AsTask())).ToList();
        release.SetResult();

        var receipts = await Task.WhenAll(calls);
        Assert.Single(receipts.Distinct());
        Assert.Equal(1, _published);
    }

    [Fact]
    public async Task A_failure_leaves_the_key_free_for_the_next_in_line()
    {
        using var hub = Streams.Hub(_time, null);
        var fail = new TaskCompletionSource<PublishReceipt>();
        var first = hub.PublishOnceAsync("t", "k", () => new(fail.Task)).AsTask();
        var second = hub.PublishOnceAsync("t", "k", PublishAsync).AsTask();
        Assert.False(second.IsCompleted);

        fail.SetException(new InvalidOperationException("no broker"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Equal(1, (await second).Id.Number);
        Assert.Equal(await second, await hub.PublishOnceAsync("t", "k", PublishAsync));
    }

    [Fact]
    public async Task Keys_are_kept_as_long_and_as_many_as_events()
    {
        var keys = new PublishedKeys(most: 3, TimeSpan.FromMinutes(10), limit: long.MaxValue, _time, NullLogger.Instance);
        for (var i = 1; i <= 4; i++) await keys.PublishAsync("t", $"k{i}", PublishAsync);
        Assert.Equal(4, (await keys.PublishAsync("t", "k4", PublishAsync)).Id.Number);
        Assert.Equal(2, (await keys.PublishAsync("t", "k2", PublishAsync)).Id.Number);
        Assert.Equal(5, (await keys.PublishAsync("t", "k1", PublishAsync)).Id.Number);

        _time.Advance(TimeSpan.FromMinutes(10));
        keys.Trim();
        Assert.Equal(0, keys.ScopeCount);
        Assert.Equal(6, (await keys.PublishAsync("t", "k4", PublishAsync)).Id.Number);
    }

    [Fact]
    public async Task Keys_of_all_scopes_together_take_no_more_than_they_may()
    {
        var keys = new PublishedKeys(most: 1000, TimeSpan.FromMinutes(10), limit: 100_000, _time, NullLogger.Instance);
        var first = await keys.PublishAsync("t0", "k", PublishAsync);
        for (var i = 1; i < 10_000; i++) await keys.PublishAsync($"t{i}", "k", PublishAsync);

        Assert.InRange(keys.ScopeCount, 100, 1000);
        Assert.Equal(10_000, (await keys.PublishAsync("t9999", "k", PublishAsync)).Id.Number);
        Assert.NotEqual(first, await keys.PublishAsync("t0", "k", PublishAsync));
    }

    [Fact]
    public async Task A_key_that_was_forgotten_while_its_event_was_under_way_is_free_again()
    {
        var keys = new PublishedKeys(most: 1, TimeSpan.FromMinutes(10), limit: long.MaxValue, _time, NullLogger.Instance);
        var fail = new TaskCompletionSource<PublishReceipt>();
        var first = keys.PublishAsync("t", "k", () => new(fail.Task)).AsTask();
        await keys.PublishAsync("t", "other", PublishAsync);
        var again = await keys.PublishAsync("t", "k", PublishAsync);

        fail.SetException(new InvalidOperationException("no broker"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Equal(again, await keys.PublishAsync("t", "k", PublishAsync));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task A_key_that_breaks_the_rule_is_refused(string key)
    {
        using var hub = Streams.Hub(_time, null);
        await Assert.ThrowsAsync<ArgumentException>(async () => await hub.PublishOnceAsync("t", key, PublishAsync));
        Assert.Equal(0, _published);
    }

    private ValueTask<PublishReceipt> PublishAsync() => new(new PublishReceipt(new EventId("e", Interlocked.Increment(ref _published)), 0));
}
