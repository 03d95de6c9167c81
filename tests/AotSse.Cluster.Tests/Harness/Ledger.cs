using System.Collections.Concurrent;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>What was confirmed to publishers: each event, by its data, with its topic and its id. Thread-safe.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, Received> _confirmed = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Set before events are confirmed.
    private int _awaited = int.MaxValue;

    public int Count => _confirmed.Count;

    /// <summary>Notes a confirmation. The same event must have the same id every time.</summary>
    public void Confirm(string topic, string id, string data)
    {
        var confirmed = new Received(EventId.Parse(id), topic, data);
        var first = _confirmed.GetOrAdd(data, confirmed);
        Assert.True(first == confirmed, $"'{data}' was confirmed as {first} and as {confirmed}.");
        if (!_reached.Task.IsCompleted && Count >= _awaited) _reached.TrySetResult();
    }

    /// <summary>Completes when so many events are confirmed. Called once, before any is.</summary>
    public Task ReachedAsync(int count)
    {
        _awaited = count;
        return _reached.Task;
    }

    /// <summary>What was confirmed of some topics, in the order of the ids.</summary>
    public Received[] Of(Func<string, bool> topics) => [.. _confirmed.Values.Where(one => topics(one.Topic!)).OrderBy(static one => one.Id.Number)];

    /// <summary>Asserts that a client got everything of its topics, each event once, in one order and with the confirmed ids.</summary>
    public void Check(Listener client, Func<string, bool> topics, int seed)
    {
        var expected = Of(topics);
        var got = client.Events;
        Assert.True(client.Gap is null, $"Seed {seed}: {client.Path} was told of a gap: {client.Gap}");
        for (var i = 0; i < Math.Max(expected.Length, got.Count); i++)
        {
            var want = i < expected.Length ? expected[i] : null;
            var have = i < got.Count ? got[i] : null;
            if (have is { Topic: null } && want is not null) have = have with { Topic = want.Topic };
            Assert.True(want == have, $"Seed {seed}: event {i} of {expected.Length} of {client.Path} should be {want} and is {have}, after {client.Connections} connections; {got.Count} came.");
        }
    }
}
