using AotSse.Fanout;

namespace AotSse.Tests.Fanout;

public sealed class TopicPatternsTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "ab", false)]
    [InlineData("a", "A", false)]
    [InlineData("a*", "ab/c", true)]
    [InlineData("a/*", "a", false)]
    [InlineData("a/*", "a/", true)]
    [InlineData("a/*", "a/b/c", true)]
    [InlineData("*", "anything", true)]
    [InlineData("é/*", "é/ü", true)]
    public void A_star_at_the_end_matches_the_rest(string pattern, string topic, bool matches) =>
        Assert.Equal(matches, Of(pattern).Matches(topic));

    [Theory]
    [InlineData("a/*", "a/b", true)]
    [InlineData("a/*", "a/b/*", true)]
    [InlineData("a/b/*", "a/*", false)]
    [InlineData("a/*", "*", false)]
    [InlineData("*", "*", true)]
    [InlineData("a", "a*", false)]
    public void A_pattern_covers_what_matches_no_more(string rights, string wanted, bool covers) =>
        Assert.Equal(covers, Of(rights).Covers(Of(wanted)));

    [Fact]
    public void Patterns_are_a_set() => Assert.Equal(Of("b", "a", "b"), Of("a", "b"));

    [Theory]
    [InlineData("a*b", "The topic 'a*b' has a star before its end: a star matches the rest of a name and nothing else.")]
    [InlineData("", "A topic must be 1 to 256 bytes of UTF-8 without control characters.")]
    [InlineData(null, "A topic must be 1 to 256 bytes of UTF-8 without control characters.")]
    [InlineData("a\nb", "A topic must be 1 to 256 bytes of UTF-8 without control characters.")]
    public void A_wrong_pattern_is_explained(string? pattern, string expected)
    {
        Assert.Null(TopicPatterns.TryCreate([pattern], out var wrong));
        Assert.Equal(expected, wrong);
    }

    [Fact]
    public void There_are_1_to_100()
    {
        Assert.Null(TopicPatterns.TryCreate([], out var none));
        Assert.Equal("There is no topic.", none);
        Assert.Null(TopicPatterns.TryCreate(Enumerable.Range(0, 101).Select(i => $"{i}"), out var many));
        Assert.StartsWith("There are more than 100 topics", many, StringComparison.Ordinal);
        Assert.NotNull(TopicPatterns.TryCreate(Enumerable.Range(0, 300).Select(i => $"{i % 100}"), out _));
    }

    private static TopicPatterns Of(params string[] patterns) => TopicPatterns.TryCreate(patterns, out _)!;
}
