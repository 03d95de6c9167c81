using AotSse.Log;

namespace AotSse.Tests.Log;

public sealed class SegmentPoolTests
{
    [Theory]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 1_024)]
    [InlineData(1_024, 1_024)]
    [InlineData(1_025, 4_096)]
    [InlineData(4_096, 4_096)]
    [InlineData(4_097, 16_384)]
    [InlineData(16_385, 65_536)]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 65_537)]
    public void The_smallest_size_that_fits_is_lent(int bytes, int capacity) =>
        Assert.Equal(capacity, new SegmentPool().Rent(bytes, 1, 0).Bytes.Length);

    [Fact]
    public void A_returned_segment_is_lent_again_empty()
    {
        var pool = new SegmentPool();
        var segment = pool.Rent(100, 1, 0);
        segment.Append(10, 1, 0, new EventKey("k"));
        pool.Return(segment);

        var again = pool.Rent(100, 7, 70);
        Assert.Same(segment, again);
        Assert.Equal((0, 0, 7, 70), (again.Used, again.Count, again.FirstPosition, again.FirstByte));
        again.Append(10, 2, 0, null);
        Assert.Null(again.KeyOf(7));
    }

    [Fact]
    public void Only_so_much_memory_waits()
    {
        var pool = new SegmentPool();
        var lent = Enumerable.Range(0, 100).Select(_ => pool.Rent(SegmentPool.LargestBytes, 1, 0)).ToList();
        lent.ForEach(pool.Return);
        var again = Enumerable.Range(0, 100).Select(_ => pool.Rent(SegmentPool.LargestBytes, 1, 0)).ToList();
        Assert.Equal(32, again.Intersect(lent).Count());
    }
}
