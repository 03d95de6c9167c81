namespace AotSse.Generators.Tests.Rules;

/// <summary>Each route parameter of a push method selects the topic.</summary>
public sealed class AOTSSE005Tests : RuleTests
{
    [Fact]
    public Task A_route_parameter_without_a_parameter_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{market}/{symbol}")]
            public partial void [|Changed|](string market, decimal price);
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

    [Fact]
    public Task A_pull_stream_that_ignores_a_route_parameter_is_not_flagged() => AcceptsAsync("""
        public static partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void [|Changed|](decimal price);
        }
        """);
}
