namespace AotSse.Generators.Tests.Rules;

/// <summary>An event name of a route stands for one payload.</summary>
public sealed class AOTSSE015Tests : RuleTests
{
    [Fact]
    public Task Two_payloads_of_one_name_are_flagged() => FlagsAsync("""
        public sealed record Trade(int Volume);

        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void Changed(string symbol, decimal price);

            [EventStream("/prices/{symbol}")]
            public partial void [|Changed|](string symbol, int percent);

            [EventStream("/prices/{symbol}", [|Event = "changed"|])]
            public partial void Traded(string symbol, [Payload] Trade trade);
        }
        """,
        "The event 'changed' of \"/prices/{symbol}\" has another payload in 'Prices.Changed': give one of them another name by 'Event'",
        "The event 'changed' of \"/prices/{symbol}\" has another payload in 'Prices.Changed': give one of them another name by 'Event'");

    [Fact]
    public Task One_payload_of_two_methods_is_not_flagged() => AcceptsAsync("""
        public sealed record Trade(int Volume);

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Traded([Payload] Trade trade);

            [EventStream("/prices", Event = "traded")]
            public partial ValueTask TradedAndWait([Payload] Trade other);

            [EventStream("/news")]
            public partial void Traded([Payload] string text, [EventName] string? name);

            [EventStream("/news")]
            public partial void News([Payload] Trade trade, [EventName] string? name);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int a);

            [EventStream("/prices", [|Event = "changed"|])]
            public partial void Other(int b);
        }
        """);
}
