using AotSse.CodeFixes;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AotSse.Generators.Tests.CodeFixes;

/// <summary>What each fix makes of a source, whole; and that the result compiles.</summary>
public sealed class CodeFixTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Runtime.CompilerServices;\nusing System.Threading;\nusing System.Threading.Tasks;\nusing AotSse;\n\n";

    [Fact]
    public Task A_method_and_its_types_become_partial() => MendsAsync(new MakePartialCodeFix(), "AOTSSE001", "Make partial", """
        /// <summary>Outer.</summary>
        public static class Outer
        {
            // Inner.
            sealed class Ignored;

            public static partial class Clock
            {
                /// <summary>Ticks.</summary>
                [EventStream("/clock")]
                public static async IAsyncEnumerable<int> Ticks()
                {
                    await Task.Yield();
                    yield return 1;
                }
            }
        }
        """, """
        /// <summary>Outer.</summary>
        public static partial class Outer
        {
            // Inner.
            sealed class Ignored;

            public static partial class Clock
            {
                /// <summary>Ticks.</summary>
                [EventStream("/clock")]
                public static async partial IAsyncEnumerable<int> Ticks()
                {
                    await Task.Yield();
                    yield return 1;
                }
            }
        }
        """);

    [Fact]
    public Task A_method_gets_an_accessibility() => MendsAsync(new MakePartialCodeFix(), "AOTSSE001", "Make partial", """
        // Says something.
        partial class Prices
        {
            [EventStream("/prices")]
            partial void Changed(int price);
        }
        """, """
        // Says something.
        partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price);
        }
        """);

    [Fact]
    public Task A_type_becomes_partial() => MendsAsync(new MakePartialCodeFix(), "AOTSSE002", "Make partial", """
        // Says something.
        class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price);
        }
        """, """
        // Says something.
        partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price);
        }
        """);

    [Fact]
    public async Task A_type_that_is_partial_but_generic_has_no_fix()
    {
        const string source = Usings + "public partial class Prices<T>\n{\n    [EventStream(\"/prices\")]\n    public partial void Changed(int price);\n}\n";

        Assert.Null((await CodeFix.ApplyAsync(new MakePartialCodeFix(), "AOTSSE002", source)).Title);
    }

    [Theory]
    [InlineData("", "[EnumeratorCancellation] CancellationToken cancellation", "Add a CancellationToken")]
    [InlineData("int every, string? zone", "int every, string? zone, [EnumeratorCancellation] CancellationToken cancellation", "Add a CancellationToken")]
    [InlineData("int every, CancellationToken token", "int every, [EnumeratorCancellation] CancellationToken token", "Mark with [EnumeratorCancellation]")]
    public Task A_pull_stream_gets_the_token(string before, string after, string title)
    {
        return MendsAsync(new CancellationCodeFix(), "AOTSSE018", title, Source(before), Source(after));

        static string Source(string parameters) => $$"""
            public static partial class Clock
            {
                [EventStream("/clock")]
                public static async partial IAsyncEnumerable<int> Ticks({{parameters}})
                {
                    while (true)
                    {
                        await Task.Yield();
                        yield return 1;
                    }
                }
            }
            """;
    }

    [Theory]
    [InlineData("[EventStream(\"/prices\", Event = \"changed\")]", "Halted", "[EventStream(\"/prices\", Event = \"halted\")]", "halted")]
    [InlineData("[EventStream(\"/prices\")]", "Changed", "[EventStream(\"/prices\", Event = \"changed2\")]", "changed2")]
    public Task A_clashing_event_is_renamed(string before, string method, string after, string name)
    {
        return MendsAsync(new RenameEventCodeFix(), "AOTSSE015", $"Rename the event to \"{name}\"", Source(before), Source(after));

        string Source(string attribute) => $$"""
            public sealed partial class Prices
            {
                [EventStream("/prices")]
                public partial void Changed(int price);

                {{attribute}}
                public partial void {{method}}(string reason);
            }
            """;
    }

    [Theory]
    [InlineData("[EventStream(\"/prices\")]", "[EventStream(\"/prices\", JsonContext = typeof(ShopContext))]")]
    [InlineData("[EventStream(\"/prices\", Retry = 100)]", "[EventStream(\"/prices\", Retry = 100, JsonContext = typeof(ShopContext))]")]
    public Task The_context_is_named(string before, string after)
    {
        return MendsAsync(new JsonContextCodeFix(), "AOTSSE006", "Let ShopContext write it", Source(before), Source(after));

        static string Source(string attribute) => $$"""
            namespace Shop
            {
                [System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonConverter))]
                public readonly record struct Money(decimal Amount);

                [System.Text.Json.Serialization.JsonSerializable(typeof(string))]
                public abstract class OtherContext(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options);

                [System.Text.Json.Serialization.JsonSerializable(typeof(Money))]
                public abstract class ShopContext(System.Text.Json.JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options)
                {
                    public static ShopContext Default => null!;
                }

                public sealed partial class Prices
                {
                    {{attribute}}
                    public partial void Changed(Money price);
                }
            }
            """;
    }

    [Fact]
    public void Every_fix_is_found_by_IDEs() => Assert.All(
        typeof(MakePartialCodeFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract),
        type => Assert.NotNull(Attribute.GetCustomAttribute(type, typeof(ExportCodeFixProviderAttribute))));

    /// <summary>The mended source is this, and nothing is left to say by the compiler or the rules.</summary>
    private static async Task MendsAsync(CodeFixProvider provider, string rule, string title, string before, string after)
    {
        var (offered, source) = await CodeFix.ApplyAsync(provider, rule, Usings + before + "\n");

        Assert.Equal(title, offered);
        Assert.Equal(Usings + after + "\n", source);
        await GeneratorRun.OfAsync(source);
    }
}
