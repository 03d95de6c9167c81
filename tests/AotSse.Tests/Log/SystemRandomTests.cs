using AotSse.Log;

namespace AotSse.Tests.Log;

public sealed class SystemRandomTests
{
    /// <summary>Of 1,000 fills, every byte takes most of its 256 values: that one takes fewer than 200 happens by chance never (mean 251).</summary>
    [Fact]
    public void Every_byte_of_the_longest_fill_is_random()
    {
        var seen = new HashSet<byte>[256];
        for (var i = 0; i < seen.Length; i++) seen[i] = [];
        Span<byte> bytes = stackalloc byte[seen.Length];
        for (var round = 0; round < 1000; round++)
        {
            SystemRandom.Fill(bytes);
            for (var i = 0; i < seen.Length; i++) seen[i].Add(bytes[i]);
        }

        Assert.All(seen, static values => Assert.InRange(values.Count, 200, 256));
    }
}
