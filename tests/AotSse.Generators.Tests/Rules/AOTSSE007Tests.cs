namespace AotSse.Generators.Tests.Rules;

/// <summary>A parameter must come from somewhere, and go somewhere.</summary>
public sealed class AOTSSE007Tests : RuleTests
{
    private const string NotParsable = "text from the request cannot be parsed to it: use string, an enum or a type that implements IParsable<T> or has a static TryParse";

    [Theory]
    [InlineData("ref int [|n|]", "n", "int", "a stream outlives the call: pass it by value")]
    [InlineData("ReadOnlySpan<char> [|n|]", "n", "System.ReadOnlySpan<char>", "a stream outlives the call: pass it by value")]
    [InlineData("[FromBody] string [|n|]", "n", "string", "an EventSource sends a GET request, which has no body")]
    [InlineData("[FromForm] string [|n|]", "n", "string", "an EventSource sends a GET request, which has no body")]
    [InlineData("[Microsoft.AspNetCore.Http.AsParameters] object [|n|]", "n", "object", "[AsParameters] is not supported: list the parameters")]
    [InlineData("[FromRoute] string [|n|]", "n", "string", "the route has no parameter 'n'")]
    [InlineData("[FromQuery] object [|n|]", "n", "object", NotParsable)]
    [InlineData("object [|id|]", "id", "object", NotParsable)]
    [InlineData("string[] [|n|]", "n", "string[]", "it is no service, and text from the request cannot be parsed to it: use a type that implements IParsable<T> or has a static TryParse")]
    [InlineData("[LastEventId] string [|n|]", "n", "string", "[LastEventId] is a 'string?': a new client has none")]
    [InlineData("[LastEventId] int [|n|]", "n", "int", "[LastEventId] is a 'string?': a new client has none")]
    [InlineData("Own [|n|]", "n", "Own", "its 'BindAsync' is not called here: take the HttpContext, implement IParsable<T>, or mark the parameter [FromServices] if it is a service")]
    [InlineData("Microsoft.AspNetCore.Http.HttpRequest [|n|]", "n", "Microsoft.AspNetCore.Http.HttpRequest", "take the HttpContext, which has it")]
    public Task A_parameter_of_a_pull_stream_without_a_source_is_flagged(string parameter, string name, string type, string reason) => FlagsAsync($$"""
        public sealed class Own
        {
            public static ValueTask<Own?> BindAsync(Microsoft.AspNetCore.Http.HttpContext context) => default;
        }

        public static partial class Prices
        {
            [EventStream("/prices/{id}")]
            public static partial IAsyncEnumerable<int> All({{parameter}}) => throw new NotSupportedException();
        }
        """,
        $"The parameter '{name}' of type '{type}' cannot be used here: {reason}");

    [Theory]
    [InlineData("string? [|id|]", "string?")]
    [InlineData("int? [|id|]", "int?")]
    [InlineData("double [|id|]", "double")]
    [InlineData("DateTime [|id|]", "System.DateTime")]
    public Task A_topic_of_another_type_is_flagged(string parameter, string type) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices/{id}")]
            public partial void Changed({{parameter}});
        }
        """,
        $"The parameter 'id' of type '{type}' cannot be used here: a topic is selected by text, an integer, a Guid, a DateOnly or an enum, and never by null");

    [Fact]
    public Task A_topic_of_a_type_that_the_endpoint_cannot_see_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{side}")]
            private partial void Changed(Side [|side|]);

            private enum Side { Buy, Sell }
        }
        """,
        "The parameter 'side' of type 'Prices.Side' cannot be used here: the endpoint reads it from the route, so it must be public or internal");

    [Fact]
    public Task A_parameter_of_a_push_method_that_would_be_lost_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void Changed(string symbol, [Payload] decimal price, int [|volume|], [EventName] string? name);

            [EventStream("/prices/{symbol}")]
            public partial void Moved(string symbol, in int [|by|], [EventName] int [|name|]);
        }
        """,
        "The parameter 'volume' of type 'int' cannot be used here: 'price' is the whole payload, so this one would be lost: remove it, or put it into the route or the payload",
        "The parameter 'by' of type 'int' cannot be used here: pass it by value",
        "The parameter 'name' of type 'int' cannot be used here: [EventName] marks one parameter of type 'string?'");

    [Fact]
    public Task Parameters_from_everywhere_are_not_flagged() => AcceptsAsync("""
        public static partial class Prices
        {
            [EventStream("/prices/{id}")]
            public static partial IAsyncEnumerable<int> All(
                int id, string? filter, DayOfWeek day, Version? version, TimeProvider time, [LastEventId] string? cursor, Microsoft.AspNetCore.Http.HttpContext context, CancellationToken token) =>
                throw new NotSupportedException();
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial IAsyncEnumerable<int> All(string[] [|n|]) => throw new NotSupportedException();
        }
        """);
}
