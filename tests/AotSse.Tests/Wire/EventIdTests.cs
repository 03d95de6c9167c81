using AotSse.Wire;

namespace AotSse.Tests.Wire;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("abc-0", "abc", 0)]
    [InlineData("k3f9x2ab-9223372036854775807", "k3f9x2ab", long.MaxValue)]
    public void An_id_is_read_as_it_was_written(string text, string epoch, long number)
    {
        Assert.True(EventId.TryParse(text, out var id));
        Assert.Equal(new EventId(epoch, number), id);
        Assert.Equal(text, id.ToString());
        Assert.True(text.Length <= EventId.MaxBytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("abc-")]
    [InlineData("abc--1")]
    [InlineData("abc-+1")]
    [InlineData("abc- 1")]
    [InlineData("abc-1 ")]
    [InlineData("abc-9223372036854775808")]
    [InlineData("a b-1")]
    [InlineData("é-1")]
    [InlineData("abcdefghijklmnopqrstuvwxyz1234567-1")]
    public void What_is_no_id_is_not_read(string text) => Assert.False(EventId.TryParse(text, out _));
}
