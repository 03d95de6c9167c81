using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace AotSse.Generators.Tests;

/// <summary>What the generator does again after an edit: everything that the edit concerns, and nothing else.</summary>
public sealed class IncrementalityTests
{
    private const string Streams = """
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using AotSse;

        namespace Shop;

        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void Changed(string symbol, decimal price);

            [EventStream("/prices/{symbol}", Event = "halted")]
            public partial void Halted(string symbol, Reason reason);
        }

        public static partial class Clock
        {
            [EventStream("/clock")]
            public static async partial IAsyncEnumerable<string> Ticks()
            {
                await Task.Yield();
                yield return "tick";
            }
        }
        """;

    private const string Elsewhere = """
        namespace Shop;

        public enum Reason
        {
            News,
        }

        public static class Elsewhere
        {
            public static int Answer() => 42;
        }
        """;

    private const string Registrar = "EventStreamRegistrar.g.cs";
    private const string Prices = "Shop.Prices.g.cs";
    private const string PricesContracts = "Shop.Prices.contracts.g.cs";

    [Fact]
    public async Task A_comment_changes_nothing() =>
        AssertNothingEmitted((await OpenAsync()).Replace("public static partial class Clock", "/* It ticks. */ public static partial class Clock"));

    [Fact]
    public async Task A_line_above_changes_nothing() =>
        AssertNothingEmitted((await OpenAsync()).Replace("namespace Shop;\n\npublic sealed", "namespace Shop;\n\n\n\npublic sealed"));

    [Fact]
    public async Task The_body_of_a_pull_stream_changes_nothing() =>
        AssertNothingEmitted((await OpenAsync()).Replace("yield return \"tick\";", "yield return \"tock\";"));

    [Fact]
    public async Task The_body_of_another_method_changes_nothing() =>
        AssertNothingEmitted((await OpenAsync()).Replace("42", "43"));

    [Fact]
    public async Task A_further_file_changes_nothing() =>
        AssertNothingEmitted((await OpenAsync()).Add("namespace Shop; public static class Further;"));

    [Fact]
    public async Task A_stream_in_a_further_file_leaves_the_others_alone()
    {
        var result = (await OpenAsync()).Add("namespace Shop; public sealed partial class Further { [AotSse.EventStream(\"/further\")] public partial void Sent(int n); }");

        Assert.Equal([New, Cached, Cached, Cached], Sorted(result.ReasonsOf(TrackingNames.Streams), New));
        Assert.Equal([Registrar, "Shop.Further.contracts.g.cs", "Shop.Further.g.cs"], result.Emitted);
    }

    [Fact]
    public async Task A_new_name_of_a_method_is_seen()
    {
        var result = (await OpenAsync()).Replace("partial void Changed(", "partial void Moved(");

        Assert.Equal([Modified, Cached, Cached], Sorted(result.ReasonsOf(TrackingNames.Streams), Modified));
        Assert.Equal([Modified], result.ReasonsOf(TrackingNames.Registrations));
        Assert.Equal([Registrar, PricesContracts, Prices], result.Emitted);
    }

    [Fact]
    public async Task A_new_type_of_a_parameter_concerns_its_own_file_alone()
    {
        var result = (await OpenAsync()).Replace("decimal price", "double price");

        Assert.Equal([Modified, Cached, Cached], Sorted(result.ReasonsOf(TrackingNames.Streams), Modified));
        Assert.All(result.ReasonsOf(TrackingNames.Registrations), reason => Assert.True(reason is Unchanged or Cached));
        Assert.Equal([Modified, Cached, Cached], Sorted(result.ReasonsOf(TrackingNames.StreamSources), Modified));
        Assert.Equal([PricesContracts, Prices], result.Emitted);
    }

    [Fact]
    public async Task A_new_event_name_concerns_its_own_file_alone()
    {
        var result = (await OpenAsync()).Replace("Event = \"halted\"", "Event = \"stopped\"");

        Assert.Equal([PricesContracts, Prices], result.Emitted);
    }

    [Fact]
    public async Task A_new_setting_concerns_the_registration_alone()
    {
        var result = (await OpenAsync()).Replace("[EventStream(\"/clock\")]", "[EventStream(\"/clock\", Retry = 500)]");

        Assert.Equal([Modified, Cached, Cached], Sorted(result.ReasonsOf(TrackingNames.Streams), Modified));
        Assert.Equal([Registrar], result.Emitted);
    }

    [Fact]
    public async Task A_type_that_changes_in_another_file_is_seen()
    {
        var result = (await OpenAsync()).Replace("public enum Reason", "public enum Reason : byte");

        Assert.Equal([PricesContracts, Prices], result.Emitted);
    }

    [Fact]
    public async Task A_constant_that_changes_in_another_file_is_seen()
    {
        var edits = await Edits.OpenAsync(
            "namespace Shop; public static class Routes { public const string Prices = \"/prices\"; }",
            "namespace Shop; public sealed partial class Prices { [AotSse.EventStream(Routes.Prices)] public partial void Changed(int price); }");

        Assert.Equal([Registrar, PricesContracts, Prices], edits.Replace("\"/prices\"", "\"/quotes\"").Emitted);
    }

    [Fact]
    public async Task What_becomes_nullable_by_a_directive_is_seen()
    {
        var edits = await OpenAsync();

        Assert.Contains(Modified, edits.Replace("namespace Shop;\n\npublic sealed", "#nullable disable\nnamespace Shop;\n\npublic sealed").ReasonsOf(TrackingNames.Streams));
    }

    [Fact]
    public async Task What_a_body_is_written_as_changes_nothing_but_that_there_is_none_does()
    {
        var edits = await Edits.OpenAsync("""
            namespace Shop;
            public static partial class Clock
            {
                [AotSse.EventStream("/clock")]
                public static partial System.Collections.Generic.IAsyncEnumerable<string> Ticks() => Nothing();

                private static System.Collections.Generic.IAsyncEnumerable<string> Nothing() { return null!; }
            }
            """);

        Assert.Empty(edits.Replace("=> Nothing();", "=> null!;").Emitted);
        Assert.Contains(Removed, edits.Replace("=> null!;", ";").ReasonsOf(TrackingNames.Streams));
    }

    [Fact]
    public async Task An_attribute_with_another_name_is_found()
    {
        var edits = await Edits.OpenAsync("using Sse = AotSse.EventStreamAttribute; namespace Shop; public sealed partial class Prices { [Sse(\"/prices\")] public partial void Changed(int price); }");

        Assert.Equal([PricesContracts, Prices], edits.Replace("int price", "long price").Emitted);
    }

    [Fact]
    public async Task A_stream_that_goes_takes_its_file_along()
    {
        var edits = await OpenAsync();
        var result = edits.Replace("[EventStream(\"/clock\")]", "");

        Assert.Contains(Removed, result.ReasonsOf(TrackingNames.Streams));
        Assert.Equal([Registrar], result.Emitted);
    }

    private static Task<Edits> OpenAsync() => Edits.OpenAsync(Streams, Elsewhere);

    private static void AssertNothingEmitted(EditResult result)
    {
        Assert.Empty(result.Emitted);
        foreach (var step in Caching.Names.Where(result.Steps.ContainsKey))
            Assert.All(result.ReasonsOf(step), reason => Assert.True(reason is Cached or Unchanged, $"{step} is {reason}"));
    }

    /// <summary>The reasons with the expected one where it belongs, so that the order of the methods does not matter.</summary>
    private static IEnumerable<IncrementalStepRunReason> Sorted(IEnumerable<IncrementalStepRunReason> reasons, IncrementalStepRunReason first) =>
        reasons.OrderBy(reason => reason != first).ThenBy(reason => reason);
}
