namespace AotSse.Tests.Fanout;

/// <summary>Alone in the process: it measures the whole heap.</summary>
[CollectionDefinition(nameof(TopicMemoryTests), DisableParallelization = true)]
[Collection(nameof(TopicMemoryTests))]
public sealed class TopicMemoryTests
{
    [Fact]
    public void A_hundred_thousand_quiet_topics_fit_in_500_MB()
    {
        const int topics = 100_000;
        var stream = Streams.New();
        stream.Publish("first", "x");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < topics; i++) stream.Publish($"topic-{i}", "some short text of an event, as short as most are");
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / topics;
        Assert.Equal(topics + 1, stream.TopicCount);
        Assert.InRange(each, 100, 4_000);
    }
}
