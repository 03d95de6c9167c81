using System.Globalization;

namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>An id of the form <c>&lt;epoch&gt;-&lt;number&gt;</c>; the epoch changes when the log does.</summary>
internal readonly record struct EventId(string Epoch, long Number)
{
    public static EventId Parse(string text)
    {
        var dash = text.LastIndexOf('-');
        Assert.True(dash > 0, $"'{text}' is no event id.");
        Assert.All(text, character => Assert.InRange(character, '!', '~'));
        return new EventId(text[..dash], long.Parse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public EventId Plus(long count) => this with { Number = Number + count };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");
}
