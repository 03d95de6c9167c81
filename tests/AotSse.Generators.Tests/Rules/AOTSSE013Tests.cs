namespace AotSse.Generators.Tests.Rules;

/// <summary>Coalescing goes by a key.</summary>
public sealed class AOTSSE013Tests : RuleTests
{
    [Fact]
    public Task A_method_that_coalesces_without_a_key_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Lag = LagPolicy.Coalesce|])]
            public partial void Changed(string symbol, decimal price);
        }
        """,
        "'Changed' coalesces, but no parameter says which events replace each other: mark one with [Key], or choose LagPolicy.DropOldest");

    [Fact]
    public Task A_key_other_policies_and_other_methods_are_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{market}", Lag = LagPolicy.Coalesce)]
            public partial void Changed(string market, [Key] string symbol, [Key] int board, decimal price);

            [EventStream("/prices/{market}")]
            public partial void Halted(string market, string symbol);

            [EventStream("/whole", Lag = LagPolicy.Coalesce)]
            public partial void Whole([Key] Guid id, [Payload] string text);

            [EventStream("/news", Lag = LagPolicy.DropOldest)]
            public partial void News(string text);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Lag = LagPolicy.Coalesce|])]
            public partial void Changed(string symbol, decimal price);
        }
        """);
}
