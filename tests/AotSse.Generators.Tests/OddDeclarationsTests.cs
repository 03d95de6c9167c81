namespace AotSse.Generators.Tests;

/// <summary>Declarations that are right but unusual: what is generated for them must compile all the same.</summary>
public sealed class OddDeclarationsTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Threading.Tasks; using AotSse;\n";
    private const string Body = "{ await Task.Yield(); yield break; }";

    [Fact]
    public Task A_type_with_pull_and_push_methods_has_one_constructor() => CompilesAsync("""
        public sealed partial class Both
        {
            [EventStream("/pull")]
            public async partial IAsyncEnumerable<int> Pull() { await Task.Yield(); yield break; }

            [EventStream("/push")]
            public partial void Push(int n);
        }
        """);

    [Fact]
    public Task A_type_and_its_base_both_declare_push_methods() => CompilesAsync("""
        public partial class Base
        {
            [EventStream("/base")]
            public partial void Send(int n);
        }

        public partial class Derived : Base
        {
            [EventStream("/derived")]
            public partial void Send(string s);
        }

        public sealed partial class Again : Derived
        {
            [EventStream("/again")]
            public partial void Send(double d);
        }
        """);

    [Fact]
    public Task A_base_type_lends_its_hub() => CompilesAsync("""
        public abstract class Hubs(EventStreamHub hub)
        {
            protected EventStreamHub Hub => hub;
        }

        public sealed partial class Derived(EventStreamHub hub) : Hubs(hub)
        {
            [EventStream("/derived")]
            public partial void Send(string s);
        }

        public sealed partial class Other : Hubs
        {
            public Other(EventStreamHub given) : base(given) { }

            [EventStream("/other")]
            public partial void Send(string s);
        }
        """);

    [Fact]
    public Task A_value_of_an_enum_is_obsolete_as_an_error() => CompilesAsync("""
        using System.Text.Json.Serialization;

        [JsonConverter(typeof(JsonStringEnumConverter<Kind>))]
        public enum Kind { Known, [Obsolete("No more", true)] Old = -1 }

        [Flags]
        [JsonConverter(typeof(JsonStringEnumConverter<Options>))]
        public enum Options : sbyte { None, One, [Obsolete("No more", true)] Two = -128 }

        public sealed partial class Things
        {
            [EventStream("/things")]
            public partial void Found(Kind kind, Options options, Dictionary<Kind, int> map);
        }
        """);

    /// <summary>The user agrees to what is experimental where the stream is declared; the generated file has to as well.</summary>
    [Fact]
    public Task What_is_named_is_experimental() => CompilesAsync("""
        using System.Diagnostics.CodeAnalysis;
        #pragma warning disable EXP1, EXP2, EXP3, EXP4, EXP5, EXP6, EXP7, EXP8

        [Experimental("EXP1")]
        public sealed record Thing([property: Experimental("EXP2")] int Number, List<Kind?> Kinds, Outer.Inner Inner);

        public enum Kind { Known, [Experimental("EXP3")] New }

        [Experimental("EXP8")]
        public enum Side { Left, Right }

        [Experimental("EXP4")]
        public static class Outer { public sealed class Inner { public Item[] Items { get; set; } = []; } }

        [Experimental("EXP5")]
        public struct Item { public int A { get; set; } }

        [Experimental("EXP6")]
        public readonly struct Name(string text) : IParsable<Name>
        {
            public string Text => text;
            public static Name Parse(string text, IFormatProvider? provider) => new(text);
            public static bool TryParse(string? text, IFormatProvider? provider, out Name name) { name = new(text ?? ""); return true; }
        }

        [Experimental("EXP7")]
        public sealed partial class Things
        {
            [EventStream("/things/{side}")]
            public partial void Found([EventName] string name, Side side, Thing thing);

            [EventStream("/items/{name}")]
            public static async partial IAsyncEnumerable<Item> Items(Name name) { await Task.Yield(); yield break; }
        }

        [AotSse.Client.EventStreamClient(typeof(Things))]
        public sealed partial class ThingsClient;
        """);

    [Fact]
    public Task Types_differ_in_case_alone() => CompilesAsync("""
        namespace Shop { public static partial class Prices { [EventStream("/a")] public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; } } }
        namespace Shop { public static partial class PRICES { [EventStream("/b")] public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; } } }
        namespace SHOP { public sealed partial class Prices { [EventStream("/c")] public partial void All(); } }
        public static partial class Outer { public sealed partial class aLL { [EventStream("/d")] public partial void Send(); } [EventStream("/e")] public static async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; } }
        """);

    [Fact]
    public Task Two_types_have_the_same_simple_name() => CompilesAsync("""
        namespace A { public sealed partial class Prices { [EventStream("/a")] public partial void Sent(); } }
        namespace B { public sealed partial class Prices { [EventStream("/b")] public partial void Sent(); } }
        """);

    [Fact]
    public Task A_parameter_has_the_name_of_what_holds_the_hub() => CompilesAsync("""
        public sealed partial class Primary(EventStreamHub hub)
        {
            [EventStream("/a")]
            public partial void Send(string hub);
        }

        public sealed partial class Field
        {
            private readonly EventStreamHub hub;

            [EventStream("/b")]
            public partial void Send(string hub, string _sendStream, string SendStream);
        }
        """);

    [Fact]
    public Task Nullable_values_have_names_that_locals_would_get() => CompilesAsync("""
        public readonly record struct Point(int? X, int? x_, int? frame, int? item, int? itemValue, int? Class, int? data);

        public sealed partial class Points
        {
            [EventStream("/a")]
            public partial void Send(int? n, int? nValue, int? frame, int? topic, int nValueValue);

            [EventStream("/b/{n}")]
            public partial void SendPoint(int n, [Payload] Point? point);

            [EventStream("/c")]
            public static async partial IAsyncEnumerable<Point?> All() { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task Defaults_keep_their_type_and_their_digits() => CompilesAsync("""
        public enum Level : byte { Low, High }

        [Flags] public enum Colors { Red = 1, Blue = 2 }

        public static partial class Defaults
        {
            [EventStream("/a")]
            public static partial IAsyncEnumerable<int> All(
                double a = double.NaN, float b = float.NegativeInfinity, float c = 0.1f, decimal d = 0.1234567890123456789012345678m, long e = long.MinValue,
                ulong f = ulong.MaxValue, byte g = 255, short h = -1, char i = '\'', string j = "\"\r\n\\", Level k = Level.High, Colors l = Colors.Red | Colors.Blue,
                DateTime m = default, int? n = 5, int? o = null, string? p = null, double q = 5, double r = 1e300, Level? s = Level.Low, uint t = 3, string @default = "x");

            public static async partial IAsyncEnumerable<int> All(
                double a, float b, float c, decimal d, long e, ulong f, byte g, short h, char i, string j, Level k, Colors l, DateTime m, int? n, int? o, string? p,
                double q, double r, Level? s, uint t, string @default)
            {
                await Task.Yield();
                yield break;
            }
        }
        """);

    [Fact]
    public Task Constructors_take_services_of_every_kind() => CompilesAsync("""
        public sealed partial class Made
        {
            public Made(TimeProvider time, int size = 10, string name = "x", [Microsoft.Extensions.DependencyInjection.FromKeyedServices("slow")] TimeProvider? slow = null, IServiceProvider? provider = null) { }

            private Made(TimeProvider time, int size, string name, TimeProvider slow, IServiceProvider provider, object more) { }

            [EventStream("/a")]
            public async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }

        public sealed partial class Required
        {
            public required string Name { get; init; }

            [EventStream("/b")]
            public async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }

        public sealed partial class RequiredHub
        {
            public required EventStreamHub Hub { get; init; }

            [EventStream("/c")]
            public partial void Send();
        }

        public partial record Recorded(TimeProvider Time)
        {
            [EventStream("/d")]
            public async partial IAsyncEnumerable<int> All() { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task Obsolete_parts_give_no_warning() => CompilesAsync("""
        [Obsolete("old")]
        public sealed record Old(int N);

        [Obsolete("old")]
        public sealed partial class Olds
        {
            [EventStream("/a")]
            public partial void Send([Payload] Old old);

            [EventStream("/b")]
            public static async partial IAsyncEnumerable<Old> All() { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task Modifiers_stand_in_both_parts() => CompilesAsync("""
        public abstract partial class Base
        {
            [EventStream("/a")]
            public virtual partial IAsyncEnumerable<int> Virtual() => throw new NotSupportedException();

            [EventStream("/b")]
            protected internal virtual partial void Send(int n);
        }

        public partial class Derived : Base
        {
            [EventStream("/c")]
            public sealed override partial IAsyncEnumerable<int> Virtual() => base.Virtual();

            [EventStream("/d")]
            private protected new partial void Send(int n);
        }

        """);

    [Fact]
    public Task Nullable_is_off() => CompilesAsync("""
        #nullable disable
        public sealed record Trade(string Symbol);

        public sealed partial class Trades
        {
            [EventStream("/a/{symbol}")]
            public partial void Send(string symbol, string other, int? n);

            [EventStream("/b")]
            public partial void SendTrade([EventName] string name, [Payload] Trade trade);

            [EventStream("/c")]
            public async partial IAsyncEnumerable<Trade> All(string text, [LastEventId] string cursor, TimeProvider time) { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task The_type_and_the_namespace_have_names_of_the_framework() => CompilesAsync("""
        namespace Shop.System.AotSse
        {
            internal static class Task;

            internal sealed partial class String(EventStreamHub hub)
            {
                [EventStream("/a")]
                public partial void Global(int global);

                [EventStream("/b")]
                public async partial IAsyncEnumerable<string> Microsoft(string Microsoft) { await global::System.Threading.Tasks.Task.Yield(); yield break; }
            }
        }
        """);

    [Fact]
    public Task A_static_method_stands_in_a_struct() => CompilesAsync($$"""
        public readonly partial struct A { [EventStream("/a")] public static async partial IAsyncEnumerable<int> All() {{Body}} }

        public partial record struct B { [EventStream("/b")] public static async partial IAsyncEnumerable<int> All() {{Body}} }

        public ref partial struct C { [EventStream("/c")] public static async partial IAsyncEnumerable<int> All() {{Body}} }
        """);

    [Fact]
    public Task Parts_stand_in_two_files() => GeneratorRun.OfAsync(
        Usings + "public sealed partial class Split { [EventStream(\"/a\")] public partial void Send(int n); [EventStream(\"/b\")] public static partial IAsyncEnumerable<int> All(int n = 1); }",
        Usings + "public sealed partial class Split { public static async partial IAsyncEnumerable<int> All(int n) { await Task.Yield(); yield return n; } }");

    [Fact]
    public Task An_attribute_has_an_alias() => GeneratorRun.OfAsync(
        "using Stream = AotSse.EventStreamAttribute; public sealed partial class Aliased { [Stream(Route)] public partial void Send(int n); private const string Route = \"/a\"; }");

    private static async Task CompilesAsync(string source) => await GeneratorRun.OfAsync(Usings + source);
}
