using AotSse.Fanout;

namespace AotSse.Tests.Fanout;

public sealed class TopicBuilderTests
{
    [Fact]
    public void Values_are_joined_by_what_no_value_contains()
    {
        var builder = new TopicBuilder(stackalloc char[4 * TopicBuilder.CharsPerValue]);
        builder.Add("a/b");
        builder.Add(-7);
        builder.Add(new DateOnly(2026, 1, 2));
        builder.AddEnum(DayOfWeek.Friday);
        Assert.Equal("a/b\u001F-7\u001F2026-01-02\u001FFriday", builder.Name.ToString());
    }

    [Fact]
    public void A_value_that_could_be_taken_for_two_is_refused() => Assert.Throws<ArgumentException>(() =>
    {
        var builder = new TopicBuilder(stackalloc char[TopicBuilder.CharsPerValue]);
        builder.Add("a\u001Fb");
    });

    [Fact]
    public void The_longest_values_fit()
    {
        var builder = new TopicBuilder(stackalloc char[2 * TopicBuilder.CharsPerValue]);
        builder.Add(new string('x', 256));
        builder.Add(new string('y', 256));
        Assert.Equal(513, builder.Name.Length);
    }

    [Theory]
    [InlineData(Feature.None, "None")]
    [InlineData(Feature.Plain | Feature.AVeryLongNameThatSaysInAllDetailWhatThisFeatureIsAboutAndWhyAnybodyWouldEverWantToHaveItInAProductOfTheirs, null)]
    [InlineData((Feature)7, "7")] // Its names have more than 256 characters.
    [InlineData((Feature)15, "15")]
    [InlineData((Feature)64, "64")]
    public void An_enum_has_its_names_or_its_number(Feature feature, string? name)
    {
        var builder = new TopicBuilder(stackalloc char[TopicBuilder.CharsPerValue]);
        builder.AddEnum(feature);
        Assert.Equal(name ?? feature.ToString(), builder.Name.ToString());
    }

    [Flags]
    public enum Feature
    {
        None = 0,
        AVeryLongNameThatSaysInAllDetailWhatThisFeatureIsAboutAndWhyAnybodyWouldEverWantToHaveItInAProductOfTheirs = 1,
        AnotherVeryLongNameThatSaysInAllDetailWhatThisFeatureIsAboutAndWhyAnybodyWouldEverWantToHaveItInAProduct = 2,
        AThirdVeryLongNameThatSaysInAllDetailWhatThisFeatureIsAboutAndWhyAnybodyWouldEverWantToHaveItInAProduct = 4,
        Plain = 8,
    }
}
