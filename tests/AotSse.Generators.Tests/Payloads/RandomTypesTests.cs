using System.Text.Json;

namespace AotSse.Generators.Tests.Payloads;

/// <summary>The bytes of types that are drawn at random are those of <see cref="JsonSerializer"/> with <see cref="JsonSerializerOptions.Web"/>.</summary>
public sealed class RandomTypesTests(RandomTypesProject project)
{
    private const int Values = 30;

    public static TheoryData<string> Names => [.. RandomTypesProject.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_a_type_that_nobody_thought_of(string name)
    {
        var writer = project.Writer(name);
        var values = new RandomValues(int.Parse(name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
        for (var i = 0; i < Values; i++)
        {
            var value = values.Of(writer.Shape);
            if (Serialize(value, writer.Shape) is { } json) Assert.Equal($"data: {json}\n\n", writer.Write(value));
            else Assert.Throws<InvalidOperationException>(() => writer.Write(value));
        }
    }

    /// <returns><see langword="null"/> for what JSON has nothing for: an <c>ImmutableArray</c> that was never given a value.</returns>
    private static string? Serialize(object? value, Type shape)
    {
        try
        {
            return JsonSerializer.Serialize(value, shape, JsonSerializerOptions.Web);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
