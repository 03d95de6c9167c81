namespace AotSse.Generators.Tests.Rules;

/// <summary>An event name is not one that browsers use.</summary>
public sealed class AOTSSE016Tests : RuleTests
{
    [Theory]
    [InlineData("open", "when a connection is made")]
    [InlineData("error", "when a connection is lost")]
    [InlineData("message", "for events without a name")]
    public Task A_name_that_browsers_use_is_flagged(string name, string use) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices", [|Event = "{{name}}"|])]
            public partial void Changed(int price);

            [EventStream("/items", Event = "{{name}}s")]
            public partial void Other(int price);
        }
        """,
        $"Browsers use the event name \"{name}\" themselves, {use}: choose another name");

    [Fact]
    public Task The_name_of_a_method_is_flagged_too() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void [|Open|](int price);
        }
        """,
        "Browsers use the event name \"open\" themselves, when a connection is made: choose another name");

    [Fact]
    public Task Another_case_is_another_name() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices", Event = "Open")]
            public partial void Open(int price);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void [|Error|](int price);
        }
        """);
}
