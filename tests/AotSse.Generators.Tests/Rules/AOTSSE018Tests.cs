namespace AotSse.Generators.Tests.Rules;

/// <summary>A pull stream ends when its client leaves.</summary>
public sealed class AOTSSE018Tests : RuleTests
{
    private const string Message = "'Ticks' goes on after its client has left: mark a CancellationToken parameter [EnumeratorCancellation] and pass it on";

    [Theory]
    [InlineData("CancellationToken cancellation", "await Task.Yield(); yield return 1;")]
    [InlineData("", "while (true) { await Task.Delay(1); yield return 1; }")]
    [InlineData("", "for (;;) { yield return 1; await Task.Delay(1); }")]
    [InlineData("int n", "do { if (n > 1) await Task.Delay(1); yield return 1; } while (true);")]
    [InlineData("IAsyncEnumerable<int> source", "await foreach (var i in source) yield return i;")]
    public Task A_method_that_waits_on_is_flagged(string parameters, string body) => FlagsAsync($$"""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static async partial IAsyncEnumerable<int> [|Ticks|]({{parameters}}) { {{body}} }
        }
        """,
        Message);

    [Theory]
    [InlineData("[System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation", "async ", "while (true) { await Task.Delay(1, cancellation); yield return 1; }")]
    [InlineData("", "async ", "await Task.Yield(); yield return 1;")]
    [InlineData("", "async ", "foreach (var i in new[] { 1 }) { yield return i; await Task.Yield(); }")]
    [InlineData("", "async ", "await Task.Yield(); _ = Local(); yield return 1; async Task Local() { while (true) await Task.Yield(); }")]
    [InlineData("CancellationToken cancellation", "", "return null!;")]
    public Task What_ends_is_not_flagged(string parameters, string modifier, string body) => AcceptsAsync($$"""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static {{modifier}}partial IAsyncEnumerable<int> Ticks({{parameters}}) { {{body}} }
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public static partial class Clock
        {
            [EventStream("/clock")]
            public static async partial IAsyncEnumerable<int> [|Ticks|](CancellationToken cancellation) { await Task.Yield(); yield return 1; }
        }
        """);
}
