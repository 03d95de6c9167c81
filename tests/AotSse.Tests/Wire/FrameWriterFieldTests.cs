using System.Net.ServerSentEvents;
using System.Text;
using AotSse.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace AotSse.Tests.Wire;

public sealed class FrameWriterFieldTests
{
    [Theory]
    [InlineData("", "data: \n")]
    [InlineData("a", "data: a\n")]
    [InlineData(" a", "data:  a\n")]
    [InlineData("a\nb", "data: a\ndata: b\n")]
    [InlineData("a\rb", "data: a\ndata: b\n")]
    [InlineData("a\r\nb", "data: a\ndata: b\n")]
    [InlineData("a\n\rb", "data: a\ndata: \ndata: b\n")]
    [InlineData("\r\n", "data: \ndata: \n")]
    [InlineData("a\n", "data: a\ndata: \n")]
    [InlineData("é€😀", "data: é€😀\n")]
    public void Text_becomes_one_data_line_for_each_of_its_lines(string text, string expected)
    {
        Assert.Equal(expected, Written.By((ref frame) => frame.WriteData(text)));
        Assert.Equal(expected, Written.By((ref frame) => frame.WriteData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void A_lone_surrogate_is_replaced_in_data_and_refused_in_a_name()
    {
        // No inline data: attributes are stored as UTF-8, which has no lone surrogates.
        Assert.Equal("data: \uFFFD\n", Written.By((ref frame) => frame.WriteData("\uD83D")));
        Assert.Throws<ArgumentException>(() => Written.By((ref frame) => frame.WriteEventName("\uD83D")));
    }

    [Fact]
    public void Any_text_is_read_back_with_its_line_breaks_normalised_and_nothing_else_changed() =>
        Prop.ForAll(Nasty.Texts, text =>
        {
            var frame = Written.By((ref f) =>
            {
                f.WriteData(text);
                f.Write("\n"u8);
            });
            var items = SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(frame))).Enumerate().ToList();

            // The bytes of text went through UTF-8 once: lone surrogates are U+FFFD on both sides.
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            var item = Assert.Single(items);
            Assert.Equal(expected, item.Data);
            Assert.Equal("message", item.EventType);
            Assert.Null(item.EventId);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused_with_the_offset()
    {
        var wrong = Assert.Throws<ArgumentException>(() => Written.By((ref frame) => frame.WriteData([(byte)'a', 0xC3, 0xA9, 0xFF, (byte)'b'])));
        Assert.Contains("offset 3", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_line_fields_are_written_whole_or_not_at_all()
    {
        Assert.Equal("event: tick é\n", Written.By((ref frame) => frame.WriteEventName("tick é")));
        Assert.Equal("id: 7\n", Written.By((ref frame) => frame.WriteId("7")));
        Assert.Equal("id: \n", Written.By((ref frame) => frame.WriteId("")));
        Assert.Equal("retry: 1500\n", Written.By((ref frame) => frame.WriteRetry(TimeSpan.FromSeconds(1.5))));
        Assert.Equal("x", Written.By((ref frame) =>
        {
            frame.WriteEventName(null);
            frame.WriteId(null);
            frame.WriteRetry(null);
            frame.Write("x"u8);
        }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("\u007F")]
    public void A_one_line_field_that_could_forge_another_is_refused(string value)
    {
        Assert.Throws<ArgumentException>(() => Written.By((ref frame) => frame.WriteEventName(value)));
        if (value.Length > 0) Assert.Throws<ArgumentException>(() => Written.By((ref frame) => frame.WriteId(value)));
        Assert.False(FieldRules.IsValid(value));
    }

    [Fact]
    public void A_negative_reconnection_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Written.By((ref frame) => frame.WriteRetry(TimeSpan.FromMilliseconds(-1))));

    [Fact]
    public void The_length_of_a_one_line_field_is_counted_in_bytes()
    {
        Assert.True(FieldRules.IsValid(new string('a', 256)));
        Assert.False(FieldRules.IsValid(new string('a', 257)));
        Assert.True(FieldRules.IsValid(new string('é', 128)));
        Assert.False(FieldRules.IsValid(new string('é', 129)));
        Assert.True(FieldRules.IsValid(string.Concat(Enumerable.Repeat("😀", 64))));
        Assert.False(FieldRules.IsValid(string.Concat(Enumerable.Repeat("😀", 64)) + "a"));
    }
}
