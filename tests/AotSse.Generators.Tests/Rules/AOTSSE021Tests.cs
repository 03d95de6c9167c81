namespace AotSse.Generators.Tests.Rules;

/// <summary>A payload must be readable without reflection.</summary>
public sealed class AOTSSE021Tests : RuleTests
{
    private const string Remedy = "name a JsonSerializerContext with [JsonSerializable(typeof(T))] in the attribute: [EventStreamClient(…, JsonContext = typeof(…))]";

    [Theory]
    [InlineData("class T { public T(int a) => A = a; public T(int a, int b) => A = a + b; public int A { get; } }", "payload", "T", "it has neither a public constructor without parameters nor a single other one: mark one with [JsonConstructor], or " + Remedy)]
    [InlineData("class T(int other) { public int A => other; }", "payload(other)", "int", "no member with this name and type is in the JSON that the constructor could get it from: " + Remedy)]
    [InlineData("class T { [System.Text.Json.Serialization.JsonIgnore] public required int A { get; set; } }", "payload.A", "T", "it is required, but not in the JSON: " + Remedy)]
    [InlineData("class T { public System.Collections.Frozen.FrozenSet<int>? A { get; set; } }", "payload.A", "System.Collections.Frozen.FrozenSet<int>",
        "there is no way to make one of its items: use an array, a List<T> or a Dictionary<TKey, TValue>, or name a JsonSerializerContext with [JsonSerializable(typeof(System.Collections.Frozen.FrozenSet<int>))] in the attribute: [EventStreamClient(…, JsonContext = typeof(…))]")]
    public Task What_cannot_be_made_is_flagged(string type, string path, string shown, string reason) => FlagsAsync($$"""
        public sealed {{type}}

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] T payload);
        }

        [[|AotSse.Client.EventStreamClient(typeof(Prices))|]]
        public sealed partial class Client;
        """,
        $"'{path}' of type '{shown}' cannot be read by a client: {reason}");

    [Fact]
    public Task What_a_context_lists_is_not_flagged() => AcceptsAsync("""
        public sealed class T { public T(int a) => A = a; public T(int a, int b) => A = a + b; public int A { get; } }

        [System.Text.Json.Serialization.JsonSerializable(typeof(T))]
        public abstract class Listing(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options)
        {
            // What the compiler's generator for System.Text.Json would add.
            public static Listing Default => throw new NotImplementedException();
        }

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] T payload);
        }

        [AotSse.Client.EventStreamClient(typeof(Prices), JsonContext = typeof(Listing))]
        public sealed partial class Client;
        """);

    [Fact]
    public Task A_marked_constructor_is_not_flagged() => AcceptsAsync("""
        public sealed class T { [System.Text.Json.Serialization.JsonConstructor] public T(int a) => A = a; public T(int a, int b) => A = a + b; public int A { get; } }

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] T payload);
        }

        [AotSse.Client.EventStreamClient(typeof(Prices))]
        public sealed partial class Client;
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed class T(int other) { public int A => other; }

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] T payload);
        }

        [[|AotSse.Client.EventStreamClient(typeof(Prices))|]]
        public sealed partial class Client;
        """);
}
