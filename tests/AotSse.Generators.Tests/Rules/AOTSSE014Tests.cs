namespace AotSse.Generators.Tests.Rules;

/// <summary>A JSON context is a class that derives from JsonSerializerContext.</summary>
public sealed class AOTSSE014Tests : RuleTests
{
    [Theory]
    [InlineData("string", "string")]
    [InlineData("List<>", "System.Collections.Generic.List<>")]
    [InlineData("Prices", "Prices")]
    public Task Another_class_is_flagged(string type, string shown) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|JsonContext = typeof({{type}})|])]
            public partial void Changed(int price);
        }
        """,
        $"'{shown}' cannot write payloads: JsonContext names a class that derives from JsonSerializerContext and is not generic");

    [Fact]
    public Task A_context_is_not_flagged() => AcceptsAsync("""
        public abstract class Context(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options);

        public sealed partial class Prices
        {
            [EventStream("/prices", JsonContext = typeof(Context))]
            public partial void Changed(int price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|JsonContext = typeof(int)|])]
            public partial void Changed(int price);
        }
        """);
}
