namespace AotSse.Generators.Tests.Rules;

/// <summary>A payload must be readable without reflection.</summary>
public sealed class AOTSSE021Tests : RuleTests
{
    private const string Remedy = "name a JsonSerializerContext with [JsonSerializable(typeof(T))] in the attribute: [EventStreamClient(…, JsonContext = typeof(…))]";

    [Theory]
    [InlineData("public sealed class T { public T(int a) => A = a; public T(int a, int b) => A = a + b; public int A { get; } }", "payload", "T", "it has neither a public constructor without parameters nor a single other one: mark one with [JsonConstructor], or " + Remedy)]
    [InlineData("public sealed class T(int other) { public int A => other; }", "payload(other)", "int", "no member with this name and type is in the JSON that the constructor could get it from: " + Remedy)]
    [InlineData("public sealed class T { [System.Text.Json.Serialization.JsonIgnore] public required int A { get; set; } }", "payload.A", "T", "it is required, but not in the JSON: " + Remedy)]
    [InlineData("public sealed class T { public System.Collections.Frozen.FrozenSet<int>? A { get; set; } }", "payload.A", "System.Collections.Frozen.FrozenSet<int>",
        "there is no way to make one of its items: use an array, a List<T> or a Dictionary<TKey, TValue>, or name a JsonSerializerContext with [JsonSerializable(typeof(System.Collections.Frozen.FrozenSet<int>))] in the attribute: [EventStreamClient(…, JsonContext = typeof(…))]")]
    [InlineData("public sealed class T { public List<(int A, string B)>? A { get; set; } }", "payload.A[]", "(int A, string B)", "a tuple is {} in JSON, as its members are fields: use a record")]
    [InlineData("public sealed class T { public Base? A { get; set; } public abstract class Base { public int B { get; set; } } }", "payload.A", "T.Base", "an abstract class does not say what to make of the JSON: list what it may be by [JsonDerivedType], or use a class that is not abstract")]
    [InlineData("public sealed class T { public IBase? A { get; set; } public interface IBase { int B { get; } } }", "payload.A", "T.IBase", "an interface does not say what to make of the JSON: list what it may be by [JsonDerivedType], or use a class that is not abstract")]
    [InlineData("public sealed class T { [System.Text.Json.Serialization.JsonInclude] public int A { get; private set; } }", "payload.A", "int",
        "[JsonInclude] says that it is read, but the generated code cannot see its setter: make that init, internal or public, or give the constructor a parameter for it")]
    [InlineData("public sealed class T { [System.Text.Json.Serialization.JsonObjectCreationHandling(System.Text.Json.Serialization.JsonObjectCreationHandling.Populate)] public List<int> A { get; } = []; }", "payload", "T",
        "[JsonObjectCreationHandling] says that what a new object holds is filled, which generated code does not: give its members setters and remove the attribute, or " + Remedy)]
    [InlineData("[System.Text.Json.Serialization.JsonObjectCreationHandling(System.Text.Json.Serialization.JsonObjectCreationHandling.Populate)] public sealed class T { public List<int> A { get; } = []; }", "payload", "T",
        "[JsonObjectCreationHandling] says that what a new object holds is filled, which generated code does not: give its members setters and remove the attribute, or " + Remedy)]
    public Task What_cannot_be_made_is_flagged(string type, string path, string shown, string reason) => FlagsAsync($$"""
        {{type}}

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
    public Task Names_that_records_have_themselves_are_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int clone, int deconstruct, int equals, int printMembers, int changed, int eventName);

            [EventStream("/prices")]
            public partial void Clone(int a);

            [EventStream("/prices")]
            public partial void Deconstruct([Payload] int deconstruct);
        }

        [AotSse.Client.EventStreamClient(typeof(Prices))]
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
