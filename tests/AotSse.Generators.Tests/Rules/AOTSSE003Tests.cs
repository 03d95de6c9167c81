namespace AotSse.Generators.Tests.Rules;

/// <summary>A stream returns what its kind says.</summary>
public sealed class AOTSSE003Tests : RuleTests
{
    [Theory]
    [InlineData("int")]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("System.Collections.Generic.IAsyncEnumerable<int>")]
    [InlineData("System.Threading.Tasks.ValueTask<int>")]
    public Task A_push_method_that_returns_something_else_is_flagged(string type) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial [|{{type}}|] Changed(decimal price);
        }
        """,
        $"'Changed' returns '{type}': a method with a body returns IAsyncEnumerable<T>, one without returns void, ValueTask or ValueTask<PublishReceipt>");

    [Theory]
    [InlineData("System.Collections.Generic.IEnumerable<int>")]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("void")]
    public Task A_pull_stream_that_returns_something_else_is_flagged(string type) => FlagsAsync($$"""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial [|{{type}}|] All() => throw new NotSupportedException();
        }
        """,
        $"'All' returns '{type}': a method with a body returns IAsyncEnumerable<T>, one without returns void, ValueTask or ValueTask<PublishReceipt>");

    [Fact]
    public Task Every_right_type_is_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/a")] public partial void A();
            [EventStream("/a")] public partial ValueTask B();
            [EventStream("/a")] public partial ValueTask<PublishReceipt> C();
            [EventStream("/b")] public partial IAsyncEnumerable<int> D() => throw new NotSupportedException();
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial [|int|] Changed(decimal price);
        }
        """);
}
