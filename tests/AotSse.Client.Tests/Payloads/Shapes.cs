using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AotSse.Client.Tests.Payloads;

// Types as users write them, for every way in which an object is made and a member set.
#pragma warning disable CA1720, CA1002, CA1008, CA1051, CA1721, CA2227

public enum Color : byte
{
    Red,
    Green = 200,
}

[JsonConverter(typeof(JsonStringEnumConverter<Fruit>))]
public enum Fruit
{
    Apple,
    [JsonStringEnumMemberName("pear <tree>")]
    Pear,
}

public sealed record Scalars(
    bool Bool, char Char, sbyte SByte, byte Byte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, Int128 Big, UInt128 UBig,
    Half Half, float Float, double Double, decimal Decimal, Guid Guid, DateTime DateTime, DateTimeOffset Offset, DateOnly Date, TimeOnly Time, TimeSpan Span,
    string Text, Uri? Uri, Version? Version, byte[] Bytes, Color Color, Fruit Fruit);

public sealed record Maybes(bool? Bool, int? Int, decimal? Decimal, Guid? Guid, DateTimeOffset? At, string? Text, Color? Color, Fruit? Fruit, Point? Point, byte[]? Bytes);

public readonly record struct Point(int X, int Y);

public struct Mutable
{
    public int A { get; set; }

    public string? B { get; set; }
}

public readonly struct Fixed(int number, string? text)
{
    public int Number { get; } = number;

    public string? Text { get; } = text;
}

public class Base
{
    public int Id { get; set; }

    public virtual string? Name { get; set; }

    [JsonInclude]
    public double Field;

    [JsonPropertyName("other name")]
    public int Renamed { get; init; }
}

public sealed class Derived : Base
{
    public required string Required { get; init; }

    public override string? Name { get; set; }

    public int Computed => Id + 1;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Optional { get; set; }

    [JsonIgnore]
    public int Ignored { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<Color>))]
    public Color ByName { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<Color>))]
    public Color? MaybeByName { get; set; }
}

public sealed class Chosen
{
    public Chosen()
    {
    }

    [JsonConstructor]
    public Chosen(int a, string b = "given") => (A, B) = (a, b);

    public int A { get; }

    public string B { get; } = "";
}

public sealed class Complete
{
    [SetsRequiredMembers]
    public Complete(int number) => Number = number;

    public required int Number { get; set; }
}

public sealed record Collections(
    int[] Array, List<string?> List, IReadOnlyList<Point> ReadOnlyList, IList<int> IList, ICollection<int> Collection, IEnumerable<int> Enumerable,
    HashSet<int> Set, ISet<string> ISet, SortedSet<int> Sorted, Queue<int> Queue, LinkedList<int> Linked, ConcurrentQueue<int> Concurrent,
    ImmutableArray<int> ImmutableArray, ImmutableList<Point> ImmutableList, ImmutableHashSet<int> ImmutableSet, int[][] Jagged, List<List<Fruit>> Nested, Memory<int> Memory);

/// <summary>Collections that are set after the object is made; and beside them a number, which tells whether the reader goes on behind one.</summary>
public class Settable
{
    public int[]? Array { get; set; }

    public List<int>? List { get; set; }

    public List<string?> Filled { get; set; } = ["before"];

    public Dictionary<string, int>? Map { get; set; }

    public IReadOnlyDictionary<string, Point?>? ReadOnlyMap { get; set; }

    public ISet<int>? Set { get; set; }

    public IReadOnlyList<Point>? ReadOnlyList { get; set; }

    public IEnumerable<int>? Enumerable { get; set; }

    public ImmutableList<int>? Immutable { get; set; }

    public ImmutableArray<int> ImmutableArray { get; set; } = [];

    public ImmutableDictionary<string, int>? ImmutableMap { get; set; }

    public Memory<int> Memory { get; set; }

    public Queue<int>? Queue { get; set; }

    public List<Settable>? Children { get; set; }

    public byte[]? Bytes { get; set; }

    [JsonInclude]
    public int[]? Field;

    public int Last { get; set; }
}

public struct SettableStruct
{
    public List<int>? List { get; set; }

    public Dictionary<Color, int[]>? Map { get; set; }

    public int Last { get; set; }
}

public sealed record Maps(
    Dictionary<string, int> Text, IReadOnlyDictionary<int, Point?> ByNumber, IDictionary<Guid, string?> ByGuid, SortedDictionary<string, int[]> Sorted,
    ConcurrentDictionary<string, int> Concurrent, ImmutableDictionary<string, bool> Immutable, Dictionary<Color, Fruit> ByEnum, Dictionary<Fruit, Color> ByName);

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
public abstract record Figure(string? Label);

public sealed record Circle(string? Label, double Radius) : Figure(Label);

public sealed record Square(string? Label, int Side) : Figure(Label);

public sealed record Drawing(Figure? First, List<Figure> All);

public sealed record Tree(int Value, List<Tree> Children, Tree? Next);

public sealed record Any(JsonElement Element, JsonNode? Node);

public sealed record Box<T>(T Value, T? Other);

[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public sealed record Texts(int Number, decimal? Price, List<long> Many);

public sealed class Extended
{
    public int Number { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? More { get; set; }
}

public sealed class Named
{
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double Number { get; set; }
}

/// <summary>Writes and reads half degrees.</summary>
public sealed class HalfDegreeConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetInt32() / 2.0;

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue((int)(value * 2));
    }
}

public sealed record Weather(int StationId, [property: JsonConverter(typeof(HalfDegreeConverter))] double DegreesCelsius);

public sealed record Tide(int StationId, [property: JsonConverter(typeof(HalfDegreeConverter))] double WaterLevel);

public sealed class LevelConverter() : JsonStringEnumConverter<Level>(JsonNamingPolicy.CamelCase);

[JsonConverter(typeof(LevelConverter))]
public enum Level
{
    VeryHigh,
}

/// <summary>A context that says nothing of options.</summary>
[JsonSerializable(typeof(Weather))]
[JsonSerializable(typeof(Dictionary<Level, int>))]
public sealed partial class PlainContext : JsonSerializerContext;

/// <summary>A context that does.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower)]
[JsonSerializable(typeof(Tide))]
public sealed partial class KebabContext : JsonSerializerContext;

/// <summary>What only a context can write.</summary>
public sealed partial class Stations
{
    [EventStream("/stations", JsonContext = typeof(PlainContext))]
    public partial void Measured([Payload] List<Weather> weather);

    [EventStream("/stations", JsonContext = typeof(PlainContext))]
    public partial void Counted(Dictionary<Level, int> days);

    [EventStream("/stations", JsonContext = typeof(KebabContext))]
    public partial void Rose(int station, Tide tide);
}

[EventStreamClient(typeof(Stations))]
public sealed partial class StationsClient;

/// <summary>One event for each shape.</summary>
public sealed partial class Shapes
{
    [EventStream("/shapes")]
    public partial void Scalar([Payload] Scalars value);

    [EventStream("/shapes")]
    public partial void Maybe([Payload] Maybes value);

    [EventStream("/shapes")]
    public partial void Pointed([Payload] Point value);

    [EventStream("/shapes")]
    public partial void Changed([Payload] Mutable value);

    [EventStream("/shapes")]
    public partial void Fixed([Payload] Fixed value);

    [EventStream("/shapes")]
    public partial void Inherited([Payload] Derived value);

    [EventStream("/shapes")]
    public partial void Choice([Payload] Chosen value);

    [EventStream("/shapes")]
    public partial void Completed([Payload] Complete value);

    [EventStream("/shapes")]
    public partial void Collected([Payload] Collections value);

    [EventStream("/shapes")]
    public partial void Set([Payload] Settable value);

    [EventStream("/shapes")]
    public partial void SetStruct([Payload] SettableStruct value);

    [EventStream("/shapes")]
    public partial void Mapped([Payload] Maps value);

    [EventStream("/shapes")]
    public partial void Drawn([Payload] Drawing value);

    [EventStream("/shapes")]
    public partial void Grown([Payload] Tree value);

    [EventStream("/shapes")]
    public partial void Anything([Payload] Any value);

    [EventStream("/shapes")]
    public partial void Boxed([Payload] Box<Box<int>> value);

    [EventStream("/shapes")]
    public partial void Texted([Payload] Texts value);

    [EventStream("/shapes")]
    public partial void Literal([Payload] Named value);

    [EventStream("/shapes")]
    public partial void Extends([Payload] Extended extended);

    [EventStream("/shapes")]
    public partial void Listed([Payload] List<Dictionary<string, Point?>>? value);

    [EventStream("/shapes")]
    public partial void Spread(int a, Point? b, string? @class, List<Fruit> d, Color e, IImmutableSet<int>? f, IImmutableDictionary<string, Point>? g);
}

[EventStreamClient(typeof(Shapes))]
public sealed partial class ShapesClient;
