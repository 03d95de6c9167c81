namespace AotSse.Generators.Tests.Rules;

/// <summary>A default value stands in the declaring part.</summary>
public sealed class AOTSSE017Tests : RuleTests
{
    [Fact]
    public Task A_default_value_beside_the_body_is_flagged() => FlagsAsync("""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static async partial IAsyncEnumerable<string> Ticks(int every [|= 1|], string? zone [|= null|])
            {
                await Task.Yield();
                yield return "tick";
            }
        }
        """,
        "The default value of 'every' has no effect, because it stands beside the body: make the parameter nullable, or write the declaring part yourself",
        "The default value of 'zone' has no effect, because it stands beside the body: make the parameter nullable, or write the declaring part yourself");

    [Fact]
    public Task A_default_value_in_the_declaring_part_is_not_flagged() => AcceptsAsync("""
        public sealed partial class Clock
        {
            [EventStream("/clock")]
            public partial IAsyncEnumerable<string> Ticks(int every = 1);

            public async partial IAsyncEnumerable<string> Ticks(int every)
            {
                await Task.Yield();
                yield return "tick";
            }

            [EventStream("/pushed")]
            public partial void Pushed(int number = 1);
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static async partial IAsyncEnumerable<string> Ticks(int every [|= 1|])
            {
                await Task.Yield();
                yield return "tick";
            }
        }
        """);
}
