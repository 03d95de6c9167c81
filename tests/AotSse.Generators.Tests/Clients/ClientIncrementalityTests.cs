using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace AotSse.Generators.Tests.Clients;

/// <summary>What is generated again for a client after an edit: the streams that the edit concerns.</summary>
public sealed class ClientIncrementalityTests
{
    private const string Streams = """
        using AotSse;

        namespace Shop;

        public sealed record Order(int Id, string? Note);

        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void Changed(string symbol, decimal price);

            [EventStream("/news")]
            public partial void News([Payload] string text);

            [EventStream("/orders")]
            public partial void Ordered([Payload] Order order);

            public static int Answer() => 42;
        }
        """;

    private const string Client = """
        namespace Shop;

        [AotSse.Client.EventStreamClient(typeof(Prices))]
        public sealed partial class PricesClient;
        """;

    [Theory]
    [InlineData("public sealed record", "/* A comment. */ public sealed record")]
    [InlineData("namespace Shop;\n\npublic sealed record", "namespace Shop;\n\n\n\npublic sealed record")]
    [InlineData("42", "43")]
    public async Task What_concerns_no_stream_changes_nothing(string old, string replacement)
    {
        var result = (await OpenAsync()).Replace(old, replacement);

        Assert.Empty(result.Emitted);
        foreach (var step in new[] { TrackingNames.Clients, TrackingNames.ClientStreams })
            Assert.All(result.ReasonsOf(step), reason => Assert.True(reason is Cached or Unchanged, $"{step} is {reason}"));
    }

    [Fact]
    public async Task A_new_event_name_concerns_its_own_stream_alone()
    {
        var result = (await OpenAsync()).Replace("[EventStream(\"/news\")]", "[EventStream(\"/news\", Event = \"flash\")]");

        Assert.Equal(["Shop.Prices.contracts.g.cs", "Shop.Prices.g.cs", "Shop.PricesClient.News.g.cs", "Shop.PricesClient.g.cs"], result.Emitted);
        Assert.Equal([Cached, Cached, Modified], result.ReasonsOf(TrackingNames.ClientStreams).Order().Select(reason => reason is Unchanged ? Cached : reason).OrderBy(reason => reason != Cached));
    }

    [Fact]
    public async Task A_member_of_a_payload_concerns_the_reading_alone()
    {
        var result = (await OpenAsync()).Replace("string? Note", "string? Remark");

        Assert.Equal(["Shop.Prices.contracts.g.cs", "Shop.Prices.g.cs", "Shop.PricesClient.g.cs"], result.Emitted);
    }

    private static Task<Edits> OpenAsync() => Edits.OpenAsync(Streams, Client);
}
