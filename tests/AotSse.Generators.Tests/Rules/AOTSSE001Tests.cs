namespace AotSse.Generators.Tests.Rules;

/// <summary>A stream is a partial method with an accessibility.</summary>
public sealed class AOTSSE001Tests : RuleTests
{
    [Fact]
    public Task A_method_that_is_not_partial_is_flagged() => FlagsAsync("""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static IAsyncEnumerable<int> [|Ticks|]() => throw new NotSupportedException();
        }
        """,
        "'Ticks' must be declared 'partial' and with an accessibility such as 'public': otherwise the compiler drops its calls or knows no second part");

    [Fact]
    public Task A_method_whose_calls_would_vanish_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            partial void [|Changed|](decimal price);

            public void Change() => Changed(1);
        }
        """,
        "'Changed' must be declared 'partial' and with an accessibility such as 'public': otherwise the compiler drops its calls or knows no second part");

    [Fact]
    public Task A_private_partial_method_is_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            private partial void Changed(decimal price);

            public void Change() => Changed(1);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static IAsyncEnumerable<int> [|Ticks|]() => throw new NotSupportedException();
        }
        """);
}
