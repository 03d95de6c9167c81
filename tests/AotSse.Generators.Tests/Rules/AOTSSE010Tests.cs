namespace AotSse.Generators.Tests.Rules;

/// <summary>A type with a constructor of its own must hold the hub.</summary>
public sealed class AOTSSE010Tests : RuleTests
{
    [Theory]
    [InlineData("public sealed partial class Prices(TimeProvider time) { public TimeProvider Time => time; STREAM }")]
    [InlineData("public sealed partial class Prices { public Prices() { } STREAM }")]
    [InlineData("public sealed partial class Prices { public Prices(EventStreamHub hub) { hub.ToString(); } STREAM }")]
    [InlineData("public sealed partial class Prices(TimeProvider time) { public TimeProvider Time => time; public static EventStreamHub Hub = null!; STREAM }")]
    public Task A_type_that_keeps_no_hub_is_flagged(string type) => FlagsAsync(
        type.Replace("STREAM", "[EventStream(\"/prices\")] public partial void [|Changed|](decimal price);", StringComparison.Ordinal),
        "'Prices' declares a constructor but holds no EventStreamHub for its push methods: add a parameter of that type to its primary constructor, or a field or property");

    [Fact]
    public Task A_type_that_keeps_one_is_not_flagged() => AcceptsAsync("""
        public sealed partial class Primary(TimeProvider time, EventStreamHub hub)
        {
            [EventStream("/a")]
            public partial void Changed(decimal price);

            public TimeProvider Time => time;
        }

        public sealed partial class Field
        {
            private readonly EventStreamHub _hub;

            public Field(EventStreamHub hub) => _hub = hub;

            [EventStream("/b")]
            public partial void Changed(decimal price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            public Prices() { }

            [EventStream("/prices")]
            public partial void [|Changed|](decimal price);
        }
        """);
}
