namespace AotSse.Generators.Tests.Rules;

/// <summary>A setting is in range.</summary>
public sealed class AOTSSE011Tests : RuleTests
{
    [Theory]
    [InlineData("Retry", 0, "1 to 3,600,000 milliseconds")]
    [InlineData("Retry", 3_600_001, "1 to 3,600,000 milliseconds")]
    [InlineData("Heartbeat", 0, "at least 1 second")]
    [InlineData("Heartbeat", -1, "at least 1 second")]
    [InlineData("Retain", 0, "at least 1 event")]
    [InlineData("RetainBytes", -5, "at least 1 byte")]
    [InlineData("RetainSeconds", 0, "at least 1 second")]
    public Task A_setting_out_of_range_is_flagged(string name, int value, string range) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|{{name}} = {{value}}|])]
            public partial void Changed(decimal price);
        }
        """,
        $"{name} = {value} is out of range: it must be {range}");

    [Fact]
    public Task A_pull_stream_that_retains_is_flagged() => FlagsAsync("""
        public static partial class Prices
        {
            [EventStream("/prices", [|Retain = 5|])]
            public static partial IAsyncEnumerable<int> All() => throw new NotSupportedException();
        }
        """,
        "Retain = 5 is out of range: a pull stream retains nothing");

    [Fact]
    public Task The_ends_of_the_ranges_are_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/a", Retry = 1, Heartbeat = 1, Retain = 1, RetainBytes = 1, RetainSeconds = 1)]
            public partial void Least(decimal price);

            [EventStream("/b", Retry = 3_600_000, Heartbeat = int.MaxValue / 1000, Retain = int.MaxValue, RetainBytes = int.MaxValue, RetainSeconds = int.MaxValue)]
            public partial void Most(decimal price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Retry = 0|])]
            public partial void Changed(decimal price);
        }
        """);
}
