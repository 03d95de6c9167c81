namespace AotSse.Generators.Tests.Rules;

/// <summary>Each parameter of a route is one of the method.</summary>
public sealed class AOTSSE005Tests : RuleTests
{
    [Fact]
    public Task A_route_parameter_without_a_parameter_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{market}/{[|symbol|]}")]
            public partial void Changed(string market, decimal price);
        }
        """,
        "The route parameter 'symbol' has no parameter in 'Changed' that says which topic an event belongs to: add one with that name");

    [Fact]
    public Task A_parameter_in_another_case_is_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{Symbol:alpha}")]
            public partial void Changed(string symbol, decimal price);
        }
        """);

    [Theory]
    [InlineData("\"/symbol/{[|symbol|]}\"")]
    [InlineData("\"/prices/{**[|symbol|]}\"")]
    [InlineData("\"/prices/{[|symbol|]:alpha=MSFT}\"")]
    [InlineData("[|\"/prices\" + \"/{symbol}\"|]")]
    [InlineData("[|@\"/prices/{symbol}\"|]")]
    public Task A_pull_stream_that_ignores_a_route_parameter_is_flagged_where_the_route_has_it(string route) => FlagsAsync($$"""
        public static partial class Prices
        {
            [EventStream({{route}})]
            public static async partial IAsyncEnumerable<int> All(string? symbl) { await Task.Yield(); yield break; }
        }
        """,
        "The route parameter 'symbol' has no parameter in 'All' that takes its value: add one with that name");

    [Theory]
    [InlineData("Microsoft.AspNetCore.Http.HttpContext context")]
    [InlineData("[FromRoute(Name = \"symbol\")] string name")]
    public Task A_pull_stream_that_can_read_it_is_not_flagged(string parameter) => AcceptsAsync($$"""
        public static partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public static async partial IAsyncEnumerable<int> All({{parameter}}) { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{[|symbol|]}")]
            public partial void Changed(decimal price);
        }
        """);
}
