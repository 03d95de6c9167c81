namespace AotSse.Generators.Tests.Rules;

/// <summary>A setting of a route has one value.</summary>
public sealed class AOTSSE019Tests : RuleTests
{
    [Theory]
    [InlineData("Retry", 100, 200)]
    [InlineData("Heartbeat", 1, 2)]
    [InlineData("Retain", 1, 2)]
    [InlineData("RetainBytes", 1, 2)]
    [InlineData("RetainSeconds", 1, 2)]
    public Task Two_values_are_flagged(string setting, int first, int second) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", {{setting}} = {{first}})]
            public partial void Changed(int price);

            [EventStream("/prices")]
            public partial void Other(int price);

            [EventStream("/prices", [|{{setting}} = {{second}}|])]
            public partial void Halted(int price);
        }
        """,
        $"{setting} = {second} of \"/prices\" contradicts {setting} = {first} of 'Prices.Changed': settings hold for the whole route, so set each on one method");

    [Fact]
    public Task The_same_value_and_other_settings_are_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", Retain = 1, Retry = 100)]
            public partial void Changed(int price);

            [EventStream("/prices", Retain = 1, Heartbeat = 2)]
            public partial void Halted(int price);

            [EventStream("/other", Retain = 2)]
            public partial void Other(int price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", Retain = 1)]
            public partial void Changed(int price);

            [EventStream("/prices", [|Retain = 2|])]
            public partial void Halted(int price);
        }
        """);
}
