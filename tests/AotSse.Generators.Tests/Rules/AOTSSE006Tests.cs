namespace AotSse.Generators.Tests.Rules;

/// <summary>A payload must be writable without reflection.</summary>
public sealed class AOTSSE006Tests : RuleTests
{
    private const string Converter = "name a JsonSerializerContext with [JsonSerializable(typeof({0}))] in the attribute: [EventStream(…, JsonContext = typeof(…))]";

    [Theory]
    [InlineData("object", "object", "what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement")]
    [InlineData("dynamic", "dynamic", "what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement")]
    [InlineData("IDisposable", "System.IDisposable", "this type of the framework has no form in JSON: give it a type that says what is in it, such as string")]
    [InlineData("System.Collections.ArrayList", "System.Collections.ArrayList", "it is a collection whose elements have no single type: use one that implements IEnumerable<T> once")]
    [InlineData("int[,]", "int[*,*]", "it is a collection whose elements have no single type: use one that implements IEnumerable<T> once")]
    [InlineData("Type", "System.Type", "this type of the framework has no form in JSON: give it a type that says what is in it, such as string")]
    [InlineData("nint", "nint", "this type of the framework has no form in JSON: give it a type that says what is in it, such as string")]
    [InlineData("System.Numerics.BigInteger", "System.Numerics.BigInteger", "it is a type of the framework that the generator does not know: use one of your own, or name a JsonSerializerContext with [JsonSerializable(typeof(System.Numerics.BigInteger))] in the attribute: [EventStream(…, JsonContext = typeof(…))]")]
    [InlineData("List<System.Drawing.Point>", "System.Drawing.Point", "it is a type of the framework that the generator does not know: use one of your own, or name a JsonSerializerContext with [JsonSerializable(typeof(System.Drawing.Point))] in the attribute: [EventStream(…, JsonContext = typeof(…))]", "value[]")]
    [InlineData("Action", "System.Action", "JSON has nothing for it: give it a type that says what is in it")]
    public Task A_payload_of_another_type_is_flagged(string type, string shown, string reason, string path = "value") => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] {{type}} [|value|]);
        }
        """,
        $"'{path}' of type '{shown}' cannot be written: {reason}");

    [Fact]
    public Task What_a_collection_holds_is_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] Dictionary<string, List<object?>> [|value|], [EventName] string name);

            [EventStream("/other")]
            public partial void Other(Dictionary<byte[], int> [|keys|]);
        }
        """,
        "'value[][]' of type 'object' cannot be written: what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement",
        "'keys.Keys' of type 'byte[]' cannot be written: a name in JSON can be a string, number, bool, char, Guid, date, time, Uri, Version or enum: use one of these as key");

    [Fact]
    public Task Members_that_cannot_be_written_are_flagged_each_with_its_path() => FlagsAsync("""
        public sealed record Inner(object What);

        public sealed record Price(decimal Value, object Other, List<Inner> Inners);

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<{|AOTSSE006:{|AOTSSE006:Price|}|}> All() { await Task.Yield(); yield break; }
        }
        """,
        "'item.Other' of type 'object' cannot be written: what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement",
        "'item.Inners[].What' of type 'object' cannot be written: what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement");

    [Theory]
    [InlineData("[JsonConverter(typeof(Mine))] public int A { get; init; }", "item.A", "int", "only 'Mine' knows how: name a JsonSerializerContext with [JsonSerializable(typeof(Price))] in the attribute: [EventStream(…, JsonContext = typeof(…))]")]
    [InlineData("public Money A { get; init; }", "item.A", "Money", "only 'Mine' knows how: name a JsonSerializerContext with [JsonSerializable(typeof(Money))] in the attribute: [EventStream(…, JsonContext = typeof(…))]")]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public List<Level> A { get; init; } = [];", "item.A", "System.Collections.Generic.List<Level>", "a converter of enums is for members of an enum type: put it on the enum")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public string A { get; init; } = \"\";", "item.A", "string", "[JsonNumberHandling] is for numbers and collections of numbers")]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public byte[] A { get; init; } = [];", "item.A", "byte[]", "[JsonNumberHandling] is for numbers and collections of numbers")]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int A { get; init; }", "item.A", "int", "it is never null: JsonIgnoreCondition.WhenWritingDefault leaves it out when it is the default")]
    [InlineData("[JsonInclude] private int A { get; init; }", "item.A", "int", "[JsonInclude] marks it, but the generated code cannot see it: make it internal or public")]
    [InlineData("[JsonExtensionData] public Dictionary<string, object>? A { get; init; }", "item.A", "System.Collections.Generic.Dictionary<string, object>?", "what is in [JsonExtensionData] is known to be JSON in a Dictionary<string, JsonElement> only: use that, or name a JsonSerializerContext with [JsonSerializable(typeof(Price))] in the attribute: [EventStream(…, JsonContext = typeof(…))]")]
    [InlineData("[System.Diagnostics.CodeAnalysis.RequiresUnreferencedCode(\"\")] public int A => 1;", "item.A", "int", "reading it is not safe in a native app, as its [RequiresUnreferencedCode] says: leave it out by [JsonIgnore]")]
    [InlineData("public int A { [System.Diagnostics.CodeAnalysis.RequiresDynamicCode(\"\")] get; init; }", "item.A", "int", "reading it is not safe in a native app, as its [RequiresDynamicCode] says: leave it out by [JsonIgnore]")]
    [InlineData("[Obsolete(\"No more\", true)] public int A { get; init; }", "item.A", "int", "it is [Obsolete] as an error, so no code may read it: leave it out by [JsonIgnore]")]
    [InlineData("[JsonPropertyName(\"a\\ud800\")] public int A { get; init; }", "item.A", "int", "its name in JSON has half of a surrogate pair, which no text may hold: choose another [JsonPropertyName]")]
    [InlineData("public Dictionary<Kind, int>? A { get; init; }", "item.A.Keys", "Kind", "only 'KindConverter' knows how: name a JsonSerializerContext with [JsonSerializable(typeof(System.Collections.Generic.Dictionary<Kind, int>))] in the attribute: [EventStream(…, JsonContext = typeof(…))]")]
    [InlineData("public Of<dynamic> A { get; init; }", "item.A.Value", "dynamic", "what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement")]
    [InlineData("public int A { get; init; } public int a { get; init; }", "item.a", "int", "another member is called \"a\" too: give one of them a [JsonPropertyName]")]
    [InlineData("public int A { get; init; } [JsonPropertyName(\"A\")] public int B { get; init; }", "item.B", "int", "another member is called \"A\" too: give one of them a [JsonPropertyName]")]
    public Task A_member_whose_bytes_would_differ_is_flagged(string members, string path, string type, string reason) => FlagsAsync($$"""
        using System.Text.Json;
        using System.Text.Json.Serialization;

        public enum Level { Low }

        [JsonConverter(typeof(Mine))]
        public struct Money;

        public sealed class Mine : JsonConverter<Money>
        {
            public override Money Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => default;

            public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNullValue();
        }

        public sealed class KindConverter() : JsonStringEnumConverter<Kind>(JsonNamingPolicy.CamelCase);

        [JsonConverter(typeof(KindConverter))]
        public enum Kind { Large }

        public struct Of<T> { public T Value { get; set; } }

        public sealed class Price { {{members}} }

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<[|Price|]> All() { await Task.Yield(); yield break; }
        }
        """,
        $"'{path}' of type '{type}' cannot be written: {reason}");

    [Theory]
    [InlineData("[JsonPolymorphic] public class Shape;", "item", "Shape", "it has [JsonPolymorphic] but no [JsonDerivedType] that says what it may be")]
    [InlineData("[JsonDerivedType(typeof(Circle), \"c\")] public class Shape { private sealed class Circle : Shape; }", "item(Circle)", "Shape.Circle", "the generated code cannot see it: make it internal or public")]
    [InlineData("[JsonDerivedType(typeof(Circle), \"c\")] public class Shape; public sealed class Circle : Shape { public object? O { get; set; } }", "item(Circle).O", "object", "what it is would be known at run time only, and finding out takes reflection: give it a type that says what is in it, or JsonElement")]
    [InlineData("[JsonDerivedType(typeof(Circle), \"c\")] public class Shape { [JsonPropertyName(\"$type\")] public int T { get; set; } } public sealed class Circle : Shape;", "item(Circle).$type", "Circle", "a member has the name of the discriminator: set TypeDiscriminatorPropertyName")]
    public Task A_union_that_cannot_be_written_is_flagged(string types, string path, string type, string reason) => FlagsAsync($$"""
        using System.Text.Json.Serialization;

        {{types}}

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<[|Shape|]> All() { await Task.Yield(); yield break; }
        }
        """,
        $"'{path}' of type '{type}' cannot be written: {reason}");

    [Fact]
    public Task What_a_context_does_not_list_is_flagged() => FlagsAsync("""
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        [JsonConverter(typeof(JsonConverter))]
        public sealed record Money;

        [JsonSerializable(typeof(string))]
        public abstract class Context(JsonSerializerOptions? options) : JsonSerializerContext(options);

        public static partial class Prices
        {
            [EventStream("/a", JsonContext = typeof(Context))]
            public static async partial IAsyncEnumerable<[|Money|]> All() { await Task.Yield(); yield break; }
        }
        """,
        "'item' of type 'Money' cannot be written: only 'JsonConverter' knows how: add [JsonSerializable(typeof(Money))] to 'Context'");

    [Fact]
    public Task Two_parameters_with_one_name_are_flagged() => FlagsAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(int price, int [|Price|]);
        }
        """,
        "'Price' of type 'int' cannot be written: another parameter is called \"price\" in JSON too: rename one of them");

    [Fact]
    public Task What_is_left_out_is_not_flagged() => AcceptsAsync("""
        public sealed class Price
        {
            public decimal Value { get; init; }

            [System.Text.Json.Serialization.JsonIgnore]
            public object? Other { get; init; }

            public int[] Field = [];

            internal object? Hidden { get; init; }
        }

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<Price> All() { await Task.Yield(); yield break; }
        }
        """);

    [Fact]
    public Task A_pragma_suppresses_it() => IsSuppressedAsync("""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] object [|value|]);
        }
        """);
}
