namespace AotSse.Generators.Tests.Rules;

/// <summary>A push method is an instance method of a class.</summary>
public sealed class AOTSSE009Tests : RuleTests
{
    [Theory]
    [InlineData("public static partial class Prices", "public static partial")]
    [InlineData("public partial struct Prices", "public partial")]
    [InlineData("public partial record Prices", "public partial")]
    [InlineData("public partial record struct Prices", "public partial")]
    public Task A_push_method_without_a_place_for_the_hub_is_flagged(string type, string modifiers) => FlagsAsync($$"""
        {{type}}
        {
            [EventStream("/prices")]
            {{modifiers}} void [|Changed|](decimal price);
        }
        """,
        "'Changed' has no body, so the generator writes one, and that needs an EventStreamHub: make it an instance method of a class");

    [Fact]
    public Task A_static_pull_stream_is_not_flagged() => AcceptsAsync("""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial IAsyncEnumerable<int> All() => throw new NotSupportedException();
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial void [|Changed|](decimal price);
        }
        """);
}
