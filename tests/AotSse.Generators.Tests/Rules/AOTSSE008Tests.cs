using System.Text.RegularExpressions;

namespace AotSse.Generators.Tests.Rules;

/// <summary>An event name is one line of text.</summary>
public sealed class AOTSSE008Tests : RuleTests
{
    [Theory]
    [InlineData("")]
    [InlineData(@"a\nb")]
    [InlineData(@"a\rb")]
    [InlineData(@"a\0b")]
    [InlineData(@"\u0085")]
    [InlineData(@"\ud800")]
    public Task A_name_that_could_not_be_sent_is_flagged(string name) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Event = "{{name}}"|])]
            public partial void Changed(decimal price);
        }
        """,
        $"The event name \"{Regex.Unescape(name)}\" cannot be sent: it must be 1 to 256 bytes of UTF-8 without control characters");

    [Theory]
    [InlineData('a', 257)]
    [InlineData('é', 129)]
    public Task A_name_that_is_too_long_is_flagged(char letter, int count) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Event = "{{new string(letter, count)}}"|])]
            public partial void Changed(decimal price);
        }
        """,
        $"The event name \"{new string(letter, count)}\" cannot be sent: it must be 1 to 256 bytes of UTF-8 without control characters");

    [Theory]
    [InlineData("a b: c")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("messages")]
    public Task A_name_of_one_line_is_not_flagged(string name) => AcceptsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", Event = "{{name}}")]
            public partial void Changed(decimal price);

            [EventStream("/prices", Event = "{{new string('é', 128)}}")]
            public partial void Moved(decimal price);

            [EventStream("/prices", Event = null)]
            public partial void Stopped(decimal price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Event = ""|])]
            public partial void Changed(decimal price);
        }
        """);
}
