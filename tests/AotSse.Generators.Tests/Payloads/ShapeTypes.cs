using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AotSse.Generators.Tests.Payloads;

// Types as users write them, for every rule of JsonSerializer.
#pragma warning disable CA1008, CA1069, CA1716, CA1027, CA1050, CA1051, CA1710, CA1711, CA1720, CA1815, CA1819, CA1822, CA2217, CA2227, CS0114, CA1065, CA1721

public sealed record Box<T>(T Value);

public sealed record Two<TFirst, TSecond>(TFirst First, TSecond Second);

public readonly record struct Span2<T>(T From, T? To);

public sealed record Line(string Sku, int Quantity, decimal Price);

public sealed record Purchase(Guid Id, string? Note, List<Line> Lines, Address? ShipTo, Dictionary<string, string> Tags);

public sealed class Address
{
    public required string Street { get; init; }

    public string? City { get; set; }

    public Place Location { get; init; }
}

public class Grand
{
    public int Zero { get; set; }

    [JsonInclude]
    public int GrandField;

    public virtual string Virtual { get; set; } = "v";

    public string Hidden { get; set; } = "base";

    [JsonPropertyName("renamed")]
    public int Renamed { get; set; } = 3;
}

public class Parent : Grand
{
    public int One { get; set; }

    [JsonInclude]
    public string? ParentField;

    public override string Virtual { get; set; } = "o";

    public new string Hidden { get; set; } = "derived";

    [JsonIgnore]
    public new int Renamed { get; set; } = 4;
}

public sealed class Child : Parent
{
    [JsonPropertyOrder(2)]
    public int Last { get; set; }

    public int Two { get; set; }

    [JsonPropertyOrder(-1)]
    public int First { get; set; }

    [JsonInclude]
    public double ChildField;

    public int NotIncluded;
}

public class HidesRenamed
{
    [JsonPropertyName("other")]
    public int Number { get; set; } = 1;

    public int Ignored { get; set; } = 2;

    public virtual int IgnoredAbove { get; set; } = 3;
}

public sealed class Hiding : HidesRenamed
{
    public new string Number { get; set; } = "new";

    [JsonIgnore]
    public new int Ignored { get; set; }

    [JsonIgnore]
    public override int IgnoredAbove { get; set; }
}

public sealed class Conditions
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Number { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Default { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Double { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Flag { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? NullableDefault { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? TextDefault { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Place Place { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Level Level { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int Never { get; set; } = 7;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)]
    public int Always { get; set; } = 8;
}

public sealed class MixedConditions
{
    public int First { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public List<int>? Middle { get; set; }

    public string? Last { get; set; }
}

public sealed class OnlyConditional
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Address? Address { get; set; }
}

public enum Level
{
    Low,
    [JsonStringEnumMemberName("in the <middle>")]
    Middle,
    High = 10,
    AlsoHigh = 10,
    Below = -1,
}

[JsonConverter(typeof(JsonStringEnumConverter<Named>))]
public enum Named : byte
{
    None,
    First,
    [JsonStringEnumMemberName("zwei+")]
    Second,
}

[Flags]
[JsonConverter(typeof(JsonStringEnumConverter))]
public enum Rights : ulong
{
    Read = 1,
    Write = 2,
    ReadWrite = 3,
    [JsonStringEnumMemberName("run")]
    Execute = 4,
    WriteExecute = 6,
    High = 1UL << 63,
}

[Flags]
public enum Signed : sbyte
{
    None = 0,
    One = 1,
    Two = 2,
    Negative = -128,
}

public sealed class Enums
{
    public Level Number { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter))]
    public Level Text { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter<Level>))]
    public Level? Maybe { get; set; }

    [JsonConverter(typeof(JsonNumberEnumConverter<Named>))]
    public Named NamedNumber { get; set; }

    [JsonConverter(typeof(JsonStringEnumConverter))]
    public Signed Signed { get; set; }

    public Rights Rights { get; set; }

    public Dictionary<Level, Named> Map { get; set; } = [];

    public Dictionary<Rights, int> Granted { get; set; } = [];

    public Dictionary<Signed, int> SignedKeys { get; set; } = [];
}

[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public sealed class NumbersAsText
{
    public int A { get; set; }

    public decimal? B { get; set; }

    public int[] C { get; set; } = [];

    public Dictionary<string, double> D { get; set; } = [];

    public List<List<int>> E { get; set; } = [];

    [JsonNumberHandling(JsonNumberHandling.Strict)]
    public int F { get; set; }

    public Level Level { get; set; }

    public Line? Line { get; set; }

    public double NaN => double.NaN;

    public float Infinity => float.NegativeInfinity;
}

public sealed class NumbersByMember
{
    [JsonNumberHandling(JsonNumberHandling.WriteAsString)]
    public Int128 A { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double B { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public List<float> C { get; set; } = [float.NaN, 1.5f, float.PositiveInfinity];

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public Half? D { get; set; } = Half.NaN;

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.WriteAsString)]
    public IReadOnlyList<ulong?> E { get; set; } = [];

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public int F { get; set; }

    public double NotANumber => 1;

    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double NaN => double.NaN;

    public NumberList List { get; set; } = [];
}

[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public sealed class NumberList : List<long>;

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "squ<are")]
[JsonDerivedType(typeof(Blank))]
public abstract class Figure
{
    public string? Name { get; set; }
}

public sealed class Circle : Figure
{
    public double Radius { get; set; }
}

public class Square : Figure
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Side { get; set; }
}

public sealed class Blank : Figure;

[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Dog), 1)]
[JsonDerivedType(typeof(Puppy), 2)]
public record Animal(int Legs);

public record Dog(int Legs, string Name) : Animal(Legs);

public sealed record Puppy(int Legs, string Name, int Weeks) : Dog(Legs, Name);

[JsonDerivedType(typeof(Nothing), "nothing")]
public interface IThing;

public sealed record Nothing : IThing;

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToNearestAncestor)]
[JsonDerivedType(typeof(NearBase), "base")]
[JsonDerivedType(typeof(Near), "near")]
public class NearBase
{
    public int A { get; set; }
}

public class Near : NearBase
{
    public int B { get; set; }
}

public sealed class Farther : Near
{
    public int C { get; set; }
}

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType)]
[JsonDerivedType(typeof(KnownOne), "one")]
public class Fallback
{
    public int A { get; set; }
}

public sealed class KnownOne : Fallback
{
    public int B { get; set; }
}

public sealed class UnknownOne : Fallback
{
    public int C { get; set; }
}

public sealed record Tree(string? Name, List<Tree> Children);

public sealed class Chain(Chain? next)
{
    public Chain? Next => next;
}

public sealed record Numbered(int Number, Numbered? Next);

public sealed record Graph(Dictionary<string, Graph> Nodes, Graph?[] More, Figure? Figure);

public sealed class SelfList : List<SelfList>;

public sealed class Custom : IReadOnlyList<int>
{
    private readonly List<int> _items = [3, 2, 1];

    public int Count => _items.Count;

    public bool IsNotWritten => true;

    public int this[int index] => _items[index];

    public IEnumerator<int> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class Everything
{
    public byte[] Bytes { get; set; } = [];

    public byte[]? MaybeBytes { get; set; }

    public Memory<byte> Memory { get; set; }

    public ReadOnlyMemory<int> Ints { get; set; }

    public Uri? Uri { get; set; }

    public Version? Version { get; set; }

    public JsonElement Element { get; set; }

    public JsonElement? MaybeElement { get; set; }

    public JsonNode? Node { get; set; }

    public JsonObject? Object { get; set; }

    public JsonArray? Array { get; set; }

    public JsonDocument? Document { get; set; }

    public ImmutableArray<string> Immutable { get; set; } = [];

    public Stack<int> Stack { get; set; } = [];

    public Queue<string?> Queue { get; set; } = [];

    public LinkedList<int> Linked { get; set; } = [];

    public SortedDictionary<string, int> Sorted { get; set; } = [];

    public ImmutableDictionary<int, string> Map { get; set; } = ImmutableDictionary<int, string>.Empty;

    public IDictionary<string, Line?>? Entries { get; set; }

    public KeyValuePair<string, int> Pair { get; set; }

    public Tuple<int, string>? Tuple { get; set; }

    public (int A, string B) Values { get; set; }

    public Custom Custom { get; set; } = new();

    public ArraySegment<int> Segment { get; set; } = new([1, 2, 3]);
}
