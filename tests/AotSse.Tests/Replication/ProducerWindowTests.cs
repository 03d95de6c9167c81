using AotSse.Replication;

namespace AotSse.Tests.Replication;

public sealed class ProducerWindowTests
{
    /// <summary>Against a set of all numbers: what is new is new, what was read is not, and only what is a whole window old counts as read without having been.</summary>
    [Fact]
    public void Each_number_is_new_once()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var window = new ProducerWindow();
            var seen = new HashSet<long>();
            long newest = 0, next = random.Next(3) switch { 0 => 1, 1 => random.Next(1, 200_000), _ => random.NextInt64(1, long.MaxValue / 2) };
            for (var i = 0; i < 3_000; i++)
            {
                // Mostly the next number, at times a jump, or some of the last again as after a lost connection.
                var sequence = random.Next(20) switch
                {
                    0 => next += random.Next(1, random.Next(2) == 0 ? 100 : 2 * ProducerWindow.Size),
                    1 => Math.Max(1, newest - random.Next(0, 2_000)),
                    2 => Math.Max(1, newest - random.Next(0, 2 * ProducerWindow.Size)),
                    _ => next++,
                };
                var isOld = sequence <= newest - ProducerWindow.Size;
                Assert.True(window.TryAdd(sequence, i) == (!isOld && seen.Add(sequence)), $"seed {seed}, step {i}, number {sequence} behind {newest}");
                Assert.Equal(i, window.LastOffset);
                newest = Math.Max(newest, sequence);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void A_number_that_no_producer_gives_counts_as_read(long sequence) => Assert.False(new ProducerWindow().TryAdd(sequence, 0));
}
