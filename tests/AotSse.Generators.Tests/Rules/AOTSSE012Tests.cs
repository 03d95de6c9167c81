namespace AotSse.Generators.Tests.Rules;

/// <summary>A route belongs to one pull stream, or to push methods.</summary>
public sealed class AOTSSE012Tests : RuleTests
{
    [Fact]
    public Task Two_pull_streams_on_a_route_are_flagged() => FlagsAsync("""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial IAsyncEnumerable<int> All() => throw new NotSupportedException();

            [EventStream([|"/Prices/"|])]
            public static partial IAsyncEnumerable<int> Again() => throw new NotSupportedException();
        }
        """,
        "The route \"/Prices/\" of 'Prices.Again' is declared by 'Prices.All' too: a route belongs to one pull stream, or to push methods with the same topic parameters");

    [Fact]
    public Task A_pull_stream_and_a_push_method_on_a_route_are_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public static partial IAsyncEnumerable<int> All() => throw new NotSupportedException();

            [EventStream([|"/prices"|])]
            public partial void Changed(decimal price);
        }
        """,
        "The route \"/prices\" of 'Prices.Changed' is declared by 'Prices.All' too: a route belongs to one pull stream, or to push methods with the same topic parameters");

    [Theory]
    [InlineData("/prices/{a}", "string a", "/prices/{b}", "string b")]
    [InlineData("/prices/{a}", "string a", "/prices/{a}", "int a")]
    [InlineData("/prices/{a}/{ab}", "string a, string ab", "/prices/{x}/{y}", "string x, string y")]
    [InlineData("/prices/{*a}", "string a", "/prices/{**a}", "string a")]
    [InlineData("/prices/{a:int}", "int a", "/prices/{a:int=5}", "int a")]
    public Task Routes_that_match_the_same_requests_are_flagged(string one, string parameter, string two, string other) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("{{one}}")]
            public partial void Changed({{parameter}});

            [EventStream([|"{{two}}"|])]
            public partial void Halted({{other}});
        }
        """,
        $"The route \"{two}\" of 'Prices.Halted' is declared by 'Prices.Changed' too: a route belongs to one pull stream, or to push methods with the same topic parameters");

    [Fact]
    public Task Push_methods_of_one_stream_are_not_flagged() => AcceptsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void Changed(string symbol, decimal price);

            [EventStream("/prices/{symbol}")]
            public partial void Halted(string reason, string symbol);

            [EventStream("/prices/{symbol}/{market}")]
            public partial void Moved(string symbol, string market);

            [EventStream("/other/{id:int}")]
            public partial void ById(int id);

            [EventStream("/other/{id:guid}")]
            public partial void ByGuid(Guid id);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Prices
        {
            [EventStream("/prices")]
            public static partial IAsyncEnumerable<int> All() => throw new NotSupportedException();

            [EventStream([|"/prices"|])]
            public static partial IAsyncEnumerable<int> Again() => throw new NotSupportedException();
        }
        """);
}
