namespace AotSse.Generators.Tests.Rules;

/// <summary>The route is a route pattern.</summary>
public sealed class AOTSSE004Tests : RuleTests
{
    [Theory]
    [InlineData("prices", "it must begin with a slash")]
    [InlineData("", "it must begin with a slash")]
    [InlineData("~/prices", "it must begin with a slash")]
    [InlineData("/prices?symbol=A", "it may contain neither '?' nor control characters outside of parameters")]
    [InlineData("/prices\\n", "it may contain neither '?' nor control characters outside of parameters")]
    [InlineData("/prices//all", "two slashes stand next to each other")]
    [InlineData("/prices/{symbol", "a '{' has no '}' after it")]
    [InlineData("/prices/{sym{bol}", "a '{' has no '}' after it")]
    [InlineData("/prices/symbol}", "a '}' has no '{' before it")]
    [InlineData("/prices/{}", "a parameter has no name")]
    [InlineData("/prices/{:int}", "a parameter has no name")]
    [InlineData("/prices/{**}", "a parameter has no name")]
    [InlineData("/prices/{a*b}", "'a*b' is no name of a parameter")]
    [InlineData("/prices/{a}{b}", "two parameters stand next to each other without a text between them")]
    [InlineData("/prices/{a}/{A}", "the parameter 'A' stands in it twice")]
    [InlineData("/prices/{**a}/b", "a catch-all parameter must be the whole last segment")]
    [InlineData("/prices/x{**a}", "a catch-all parameter must be the whole last segment")]
    [InlineData("/prices/{*a?}", "the catch-all parameter 'a' cannot be optional: it matches nothing as well")]
    public Task A_route_that_could_not_be_mapped_is_flagged(string route, string reason) => FlagsAsync($$"""
        public static partial class Prices
        {
            [EventStream([|"{{route}}"|])]
            public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }
        """,
        $"The route \"{route.Replace("\\n", "\n", StringComparison.Ordinal)}\" is no route pattern: {reason}");

    [Fact]
    public Task No_route_at_all_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream([|null!|])]
            public partial void Changed(decimal price);
        }
        """,
        "The route \"\" is no route pattern: it must begin with a slash");

    [Theory]
    [InlineData("/")]
    [InlineData("/prices/")]
    [InlineData("/prices/{a}.{b}/x{c}y/{d:int:min(1)}/{e=5}/{f?}")]
    [InlineData("/prices/{a}-{{literal}}/{**rest}")]
    [InlineData("/prices/{a:regex(^\\\\d{{3}}$)}")]
    [InlineData("/prices/{*rest}")]
    public async Task A_route_that_can_be_mapped_is_not_flagged(string route)
    {
        var source = $$"""
            public static partial class Prices
            {
                [EventStream("{{route}}")]
                public static async partial IAsyncEnumerable<int> All(Microsoft.AspNetCore.Http.HttpContext context) { await Task.Yield(); yield break; }
            }
            """;
        await AcceptsAsync(source);

        // Mapping it agrees.
        await using var project = await RunningProject.StartAsync("using System.Collections.Generic; using System.Threading.Tasks; using AotSse; " + source);
    }

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Prices
        {
            [EventStream([|"prices"|])]
            public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }
        """);
}
