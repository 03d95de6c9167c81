namespace AotSse.Generators.Tests.Rules;

/// <summary>A payload must be writable without reflection.</summary>
public sealed class AOTSSE006Tests : RuleTests
{
    private const string Remedy = "send a flat record of supported members, or ReadOnlyMemory<byte> with the finished text";

    [Theory]
    [InlineData("object", "object", "only classes, structs and records with members of known types can be written: " + Remedy)]
    [InlineData("int[]", "int[]", "only classes, structs and records with members of known types can be written: " + Remedy)]
    [InlineData("(int A, int B)", "(int A, int B)", "only classes, structs and records with members of known types can be written: " + Remedy)]
    [InlineData("IDisposable", "System.IDisposable", "only classes, structs and records with members of known types can be written: " + Remedy)]
    [InlineData("List<int>", "System.Collections.Generic.List<int>", "collections are not supported yet: " + Remedy)]
    [InlineData("Uri", "System.Uri", "this type of the framework is not supported yet: " + Remedy)]
    [InlineData("ReadOnlyMemory<char>", "System.ReadOnlyMemory<char>", "this type of the framework is not supported yet: " + Remedy)]
    public Task A_payload_of_another_type_is_flagged(string type, string shown, string reason) => FlagsAsync($$"""
        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed([Payload] {{type}} [|value|]);
        }
        """,
        $"'value' of type '{shown}' cannot be written: {reason}");

    [Fact]
    public Task An_object_among_parameters_is_flagged() => FlagsAsync("""
        public sealed record Price(decimal Value);

        public sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(string symbol, Price [|price|]);
        }
        """,
        $"'price' of type 'Price' cannot be written: members of members are not supported yet: {Remedy}");

    [Fact]
    public Task Members_that_cannot_be_written_are_flagged_each() => FlagsAsync("""
        public class Base { public int Id { get; init; } }

        public sealed class Derived : Base { public int More { get; init; } }

        public sealed record Price(decimal Value, object Other, int[] Numbers);

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<Price> {|AOTSSE006:{|AOTSSE006:All|}|}() { await Task.Yield(); yield break; }

            [EventStream("/b")]
            public static async partial IAsyncEnumerable<Derived> [|More|]() { await Task.Yield(); yield break; }
        }
        """,
        $"'item.Other' of type 'object' cannot be written: only classes, structs and records with members of known types can be written: {Remedy}",
        $"'item.Numbers' of type 'int[]' cannot be written: only classes, structs and records with members of known types can be written: {Remedy}",
        $"'item' of type 'Derived' cannot be written: members inherited from 'Base' are not supported yet: {Remedy}");

    [Theory]
    [InlineData("[JsonConverter(typeof(JsonStringEnumConverter))] public int A { get; init; }", "item.A", "int", "[JsonConverter] is not supported yet in this form: " + Remedy)]
    [InlineData("[JsonNumberHandling(JsonNumberHandling.WriteAsString)] public int A { get; init; }", "item.A", "int", "[JsonNumberHandling] is not supported yet in this form: " + Remedy)]
    [InlineData("[JsonPropertyOrder(1)] public int A { get; init; }", "item.A", "int", "[JsonPropertyOrder] is not supported yet in this form: " + Remedy)]
    [InlineData("[JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? A { get; init; }", "item.A", "int?", "[JsonIgnore] is not supported yet in this form: " + Remedy)]
    [InlineData("[JsonInclude] internal int A { get; init; }", "item.A", "int", "[JsonInclude] is not supported yet: make it a public property")]
    [InlineData("[JsonInclude] public int A;", "item.A", "int", "[JsonInclude] is not supported yet: make it a public property")]
    [InlineData("public int A { get; init; } public int a { get; init; }", "item.a", "int", "another member is called \"a\" too: give one of them a [JsonPropertyName]")]
    [InlineData("public Text A { get; init; }", "item.A", "Text", "[JsonConverter] is not supported yet: send the number or a string")]
    public Task A_member_whose_bytes_would_differ_is_flagged(string members, string path, string type, string reason) => FlagsAsync($$"""
        using System.Text.Json.Serialization;

        [JsonConverter(typeof(JsonStringEnumConverter))]
        public enum Text { A }

        public sealed class Price { {{members}} }

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<Price> [|All|]() { await Task.Yield(); yield break; }
        }
        """,
        $"'{path}' of type '{type}' cannot be written: {reason}");

    [Fact]
    public Task A_type_with_an_attribute_of_the_serializer_is_flagged() => FlagsAsync("""
        [System.Text.Json.Serialization.JsonPolymorphic]
        public class Price;

        public static partial class Prices
        {
            [EventStream("/a")]
            public static async partial IAsyncEnumerable<Price> [|All|]() { await Task.Yield(); yield break; }
        }
        """,
        $"'item' of type 'Price' cannot be written: [JsonPolymorphic] is not supported yet: {Remedy}");

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
