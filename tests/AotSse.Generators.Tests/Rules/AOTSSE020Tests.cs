namespace AotSse.Generators.Tests.Rules;

/// <summary>A client is a partial class that names a type with streams.</summary>
public sealed class AOTSSE020Tests : RuleTests
{
    private const string Prices = """
        using AotSse.Client;

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price);
        }

        public sealed class Plain;


        """;

    [Theory]
    [InlineData("public sealed class Client;", "Prices", "'Client' must be declared 'partial'")]
    [InlineData("public sealed partial class Client<T>;", "Prices", "'Client' is generic, so there would be a client for each of its types")]
    [InlineData("public static partial class Client;", "Prices", "'Client' must be a class that is neither static nor a record")]
    [InlineData("public sealed partial record Client;", "Prices", "'Client' must be a class that is neither static nor a record")]
    [InlineData("public sealed partial class Client { public Client(int number) => System.Console.Write(number); }", "Prices", "'Client' declares a constructor, which the generator does: remove it")]
    [InlineData("public sealed partial class Client { private sealed class Payloads; }", "Prices", "'Client' declares 'Payloads', which the generator does: rename it")]
    [InlineData("public sealed partial class Client { private int _streams() => 1; }", "Prices", "'Client' declares '_streams', which the generator does: rename it")]
    [InlineData("public sealed partial class Client;", "Plain", "'Plain' has no method with [EventStream] that can be seen from here")]
    public Task What_cannot_be_a_client_is_flagged(string client, string streams, string reason) => FlagsAsync(
        Prices + $"[[|EventStreamClient(typeof({streams}))|]]\n{client}",
        $"'Client' cannot be a client of '{streams}': {reason}");

    [Fact]
    public Task A_type_that_declares_streams_itself_is_flagged() => FlagsAsync("""
        [[|AotSse.Client.EventStreamClient(typeof(Prices))|]]
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price);
        }
        """,
        "'Prices' cannot be a client of 'Prices': 'Prices' declares streams itself: make the client a class of its own");

    [Theory]
    [InlineData("public sealed partial class Client;")]
    [InlineData("internal partial class Client { public int Number => 1; }")]
    [InlineData("public static partial class Outer { [EventStreamClient(typeof(Prices))] public sealed partial class Inner; }\n[EventStreamClient(typeof(Prices))]\nsealed partial class Other;", false)]
    public Task A_partial_class_is_not_flagged(string client, bool marks = true) =>
        AcceptsAsync(Prices + (marks ? "[EventStreamClient(typeof(Prices))]\n" : "") + client);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        [[|AotSse.Client.EventStreamClient(typeof(string))|]]
        public sealed partial class Client;
        """);
}
