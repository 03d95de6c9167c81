using AotSse.Generators.Model;

namespace AotSse.Generators.Tests.Models;

/// <summary>Caching stands and falls with the equality of models.</summary>
public sealed class ModelEqualityTests
{
    private const string Source = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using AotSse;

        public sealed record Trade(string Symbol, int? Volume);

        public sealed partial class Trades
        {
            [EventStream("/trades/{symbol}", Retain = 10)]
            public partial void Done(string symbol, [Payload] Trade trade);

            [EventStream("/all")]
            public async partial IAsyncEnumerable<Trade> All(string? filter)
            {
                await Task.Yield();
                yield break;
            }
        }
        """;

    [Fact]
    public async Task Equal_sources_give_equal_models_with_equal_hash_codes()
    {
        var first = await ModelsOfAsync(Source);
        var second = await ModelsOfAsync(Source, "internal sealed class Further;"); // Or else they would not be parsed again.

        Assert.Equal(2, first.Count);
        Assert.All(first.Zip(second), pair =>
        {
            Assert.NotSame(pair.First, pair.Second);
            Assert.Equal(pair.First, pair.Second);
            Assert.Equal(pair.First.GetHashCode(), pair.Second.GetHashCode());
        });
    }

    [Theory]
    [InlineData("record Trade(string Symbol, int? Volume)", "record Trade(string Symbol, int Volume)", 2)]
    [InlineData("record Trade(string Symbol, int? Volume)", "record Trade(string Symbol, int? Amount)", 2)]
    [InlineData("sealed record Trade(", "record struct Trade(", 2)]
    [InlineData("Retain = 10", "Retain = 11", 1)]
    [InlineData("/trades/{symbol}\"", "/done/{symbol}\"", 1)]
    [InlineData("partial void Done", "partial ValueTask Done", 1)]
    [InlineData("string? filter", "string filter", 1)]
    [InlineData("class Trades", "class Deals", 2)]
    public async Task Different_sources_give_different_models(string old, string replacement, int different)
    {
        var first = await ModelsOfAsync(Source);
        var second = await ModelsOfAsync(Source.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Equal(different, first.Zip(second).Count(pair => !pair.First.Equals(pair.Second)));
    }

    private static async Task<List<StreamModel>> ModelsOfAsync(params string[] sources)
    {
        var run = await GeneratorRun.OfAsync(sources);
        return [.. run.Steps[TrackingNames.Streams].SelectMany(step => step.Outputs).Select(output => Assert.IsType<StreamModel>(output.Value))];
    }
}
