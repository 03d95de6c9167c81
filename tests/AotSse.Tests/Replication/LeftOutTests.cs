using AotSse.Replication;

namespace AotSse.Tests.Replication;

public sealed class LeftOutTests
{
    /// <summary>More than are remembered.</summary>
    private const int Many = 100_000;

    [Fact]
    public void A_node_that_has_read_all_knows_of_every_record_whether_it_is_a_copy()
    {
        var leftOut = new LeftOut();
        leftOut.Begin(0);
        leftOut.Add(5);
        leftOut.Add(9);
        Assert.Equal([false, true, false, true, false], new long[] { 0, 5, 8, 9, 10 }.Select(offset => leftOut.Contains(offset)!.Value));
    }

    [Fact]
    public void Of_what_was_before_it_and_soon_behind_a_node_knows_nothing()
    {
        var leftOut = new LeftOut();
        Assert.Null(leftOut.Contains(0));
        leftOut.Begin(1_000);
        Assert.Null(leftOut.Contains(999));
        Assert.Null(leftOut.Contains(1_000 + LeftOut.Reach - 1));
        Assert.False(leftOut.Contains(1_000 + LeftOut.Reach));
    }

    [Fact]
    public void The_oldest_copies_are_forgotten_and_then_it_is_not_known_any_more_what_was_around_them()
    {
        var leftOut = new LeftOut();
        leftOut.Begin(0);
        for (var i = 1; i <= Many; i++) leftOut.Add(2 * i);
        Assert.Null(leftOut.Contains(2));
        Assert.Null(leftOut.Contains(3));
        Assert.True(leftOut.Contains(2 * Many));
        Assert.False(leftOut.Contains(2 * Many - 1));

        // What is known is right all the way.
        var known = Enumerable.Range(1, 2 * Many).Where(offset => leftOut.Contains(offset) is not null).ToList();
        Assert.InRange(known.Count, 100_000, 2 * Many);
        Assert.All(known, offset => Assert.Equal(offset % 2 == 0, leftOut.Contains(offset)));
    }
}
