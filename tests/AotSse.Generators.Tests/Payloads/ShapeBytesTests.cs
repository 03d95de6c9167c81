using System.Text.Json;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>The bytes of every shape are those of <see cref="JsonSerializer"/> with <see cref="JsonSerializerOptions.Web"/>.</summary>
public sealed class ShapeBytesTests(ShapeProject project)
{
    private const int Values = 40;

    public static TheoryData<Type> Shapes => [.. ShapeProject.Shapes];

    [Fact]
    public void There_are_some_hundred_shapes() => Assert.InRange(ShapeProject.Shapes.Distinct().Count(), 300, 2000);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_every_shape(Type shape)
    {
        if (!shape.IsValueType) AssertJson(shape, null);
        var values = new RandomValues(shape.ToString().Length);
        for (var i = 0; i < Values; i++) AssertJson(shape, values.Of(shape));
    }

    [Fact]
    public void Of_what_no_attribute_names_but_an_ancestor_does()
    {
        AssertJson(typeof(NearBase), new Farther { A = 1, B = 2, C = 3 });
        AssertJson(typeof(Fallback), new UnknownOne { A = 1, C = 3 });
        AssertJson(typeof(Animal), new Animal(4));
    }

    [Fact]
    public void Not_of_what_no_attribute_names()
    {
        var error = Assert.Throws<NotSupportedException>(() => project.Write(typeof(Figure), new Rhombus()));

        Assert.Equal("A value of type 'AotSse.Generators.Tests.Payloads.ShapeBytesTests+Rhombus' cannot be sent as 'AotSse.Generators.Tests.Payloads.Figure': no [JsonDerivedType] of 'AotSse.Generators.Tests.Payloads.Figure' names its type.", error.Message);
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize<Figure>(new Rhombus(), JsonSerializerOptions.Web));
    }

    /// <summary>The serializer is of two minds about numbers as names.</summary>
    [Fact]
    public void Of_names_that_are_no_numbers()
    {
        AssertJson(typeof(Dictionary<Half, int>), new Dictionary<Half, int> { [Half.NaN] = 1, [Half.NegativeInfinity] = 2 });
        AssertJson(typeof(Dictionary<float, int>), new Dictionary<float, int> { [float.NaN] = 1, [float.PositiveInfinity] = 2 });

        var doubles = new Dictionary<double, int> { [double.NaN] = 1 };
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(doubles, JsonSerializerOptions.Web));
        Assert.Throws<ArgumentException>(() => project.Write(typeof(Dictionary<double, int>), doubles));
    }

    /// <summary>Where the serializer stops, the writer stops: the deepest that one takes is the deepest that the other takes.</summary>
    [Fact]
    public void Not_of_what_is_nested_too_deeply()
    {
        for (var depth = 1; depth < 70; depth++)
        {
            AssertSame(typeof(Chain), Nested<Chain>(depth, inner => new Chain(inner)));
            AssertSame(typeof(Numbered), Nested<Numbered>(depth, inner => new Numbered(1, inner)));
            AssertSame(typeof(Tree), Nested<Tree>(depth, inner => new Tree(null, inner is null ? [] : [inner])));
            AssertSame(typeof(Tree), Nested<Tree>(depth, inner => new Tree("named", inner is null ? [] : [inner])));
            AssertSame(typeof(SelfList), Nested<SelfList>(depth, inner => inner is null ? [] : [inner]));
            AssertSame(typeof(Graph), Nested<Graph>(depth, inner => new Graph(inner is null ? [] : new() { ["a"] = inner }, [], null)));
        }
    }

    [Fact]
    public void Not_of_what_contains_itself()
    {
        var list = new SelfList();
        list.Add(list);

        var error = Assert.Throws<JsonException>(() => project.Write(typeof(SelfList), list));
        Assert.Equal("A payload contains itself, or is nested more than 64 deep.", error.Message);
    }

    private static T Nested<T>(int depth, Func<T?, T> wrap) where T : class
    {
        T? value = null;
        for (var i = 0; i < depth; i++) value = wrap(value);
        return value!;
    }

    private void AssertSame(Type shape, object value)
    {
        try
        {
            JsonSerializer.Serialize(value, shape, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            Assert.Throws<JsonException>(() => project.Write(shape, value));
            return;
        }

        AssertJson(shape, value);
    }

    private void AssertJson(Type shape, object? value) =>
        Assert.Equal($"data: {JsonSerializer.Serialize(value, shape, JsonSerializerOptions.Web)}\n\n", project.Write(shape, value));

    private sealed class Rhombus : Figure;
}
