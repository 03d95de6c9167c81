namespace AotSse.Generators.Tests.Rules;

/// <summary>The type must be open to the generator.</summary>
public sealed class AOTSSE002Tests : RuleTests
{
    private const string Stream = "[EventStream(\"/a\")] public static async partial IAsyncEnumerable<int> [|All|]() { await Task.Yield(); yield break; }";

    [Theory]
    [InlineData("public static class Closed { STREAM }", "'Closed' cannot declare event streams: 'Closed' must be declared 'partial'")]
    [InlineData("public static class Outer { public static partial class Inner { STREAM } }", "'Inner' cannot declare event streams: 'Outer' must be declared 'partial'")]
    [InlineData("public static partial class Generic<T> { STREAM }", "'Generic' cannot declare event streams: 'Generic' is generic, so there is no single endpoint for it")]
    [InlineData("public static partial class Outer<T> { public static partial class Inner { STREAM } }", "'Inner' cannot declare event streams: 'Outer' is generic, so there is no single endpoint for it")]
    [InlineData("public partial class Outer { private static partial class Inner { STREAM } }", "'Inner' cannot declare event streams: 'Inner' must be public or internal to be mapped")]
    [InlineData("public partial class Outer { protected static partial class Inner { STREAM } }", "'Inner' cannot declare event streams: 'Inner' must be public or internal to be mapped")]
    [InlineData("public partial interface IStreams { STREAM }", "'IStreams' cannot declare event streams: 'IStreams' is neither a class nor a struct")]
    [InlineData("file static partial class Local { STREAM }", "'Local' cannot declare event streams: 'Local' is local to its file")]
    public Task A_type_that_is_closed_is_flagged(string type, string message) => FlagsAsync(type.Replace("STREAM", Stream, StringComparison.Ordinal), message);

    [Fact]
    public Task A_generic_method_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<int> [|All|]<T>() { await Task.Yield(); yield break; }

            [EventStream("/b")]
            public partial void [|Send|]<T>(T value);
        }
        """,
        "'Prices' cannot declare event streams: its method 'All' is generic, so there is no single endpoint for it",
        "'Prices' cannot declare event streams: its method 'Send' is generic, so there is no single endpoint for it");

    [Fact]
    public Task An_instance_stream_in_a_struct_is_flagged() => FlagsAsync("""
        public readonly partial struct Prices
        {
            [EventStream("/a")]
            public async partial IAsyncEnumerable<int> [|All|]() { await Task.Yield(); yield break; }
        }
        """,
        "'Prices' cannot declare event streams: it is a struct, which cannot be a service that clients share: make it a class, or 'All' static");

    [Fact]
    public Task A_nested_internal_type_with_partial_parts_is_not_flagged() => AcceptsAsync("""
        public partial class Outer
        {
            internal static partial class Inner
            {
                [EventStream("/a")]
                public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
            }
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync($"public static class Closed {{ {Stream} }}");
}
