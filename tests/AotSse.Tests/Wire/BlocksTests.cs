using AotSse.Wire;

namespace AotSse.Tests.Wire;

public sealed class BlocksTests
{
    [Fact]
    public void Reconnection_times_are_spread_over_half_to_one_and_a_half()
    {
        var values = new HashSet<int>();
        for (var i = 0; i < 2_000; i++)
        {
            var text = Written.By((ref frame) => Blocks.WriteRetry(ref frame, TimeSpan.FromSeconds(3)), agree: false);
            values.Add(int.Parse(text["retry: ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.InRange(values.Min(), 1_500, 1_600);
        Assert.InRange(values.Max(), 4_400, 4_500);
        Assert.True(values.Count > 500, $"only {values.Count} different values");
    }

    [Fact]
    public void A_gap_names_the_cursor_the_oldest_event_and_the_reason()
    {
        var known = Written.By((ref frame) => Blocks.WriteGap(ref frame, "a\"\r\n", new EventId("e", 5), GapReason.Evicted));
        Assert.Equal("event: gap\ndata: {\"lastEventId\":\"a\\u0022\\r\\n\",\"oldest\":\"e-5\",\"reason\":\"evicted\"}\n\n", known);

        var empty = Written.By((ref frame) => Blocks.WriteGap(ref frame, new string('x', 5_000), null, GapReason.Epoch));
        Assert.Equal($"event: gap\ndata: {{\"lastEventId\":\"{new string('x', 128)}\",\"oldest\":null,\"reason\":\"epoch\"}}\n\n", empty);
    }
}
