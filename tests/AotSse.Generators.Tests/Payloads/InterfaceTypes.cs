using System.Text.Json.Serialization;

namespace AotSse.Generators.Tests.Payloads;

// Interfaces are written as what they declare and inherit, whatever is behind them; and there are many ways to inherit.
#pragma warning disable CA1716, CA1822, CA1040

public interface IIdentified
{
    int Id { get; }

    [JsonPropertyOrder(-1)]
    Guid Key { get; }
}

public interface ILabelled : IIdentified
{
    string? Label { get; }

    static int NoMember => 1;

    int Computed => 9;

    int this[int index] { get; }

    int OnlySet { set; }
}

public interface ISide : IIdentified
{
    [JsonPropertyName("the <side>")]
    int Side { get; }

    [JsonIgnore]
    int Hidden { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    int Rare { get; }
}

public interface IOf<T>
{
    T Content { get; }
}

public interface IDiamond : ILabelled, ISide, IOf<string?>
{
    Place Place { get; }
}

public interface IShadow : IIdentified
{
    new string Id { get; }
}

public interface IOne
{
    int Same { get; }
}

public interface IOther
{
    [JsonPropertyName("other")]
    int Same { get; }
}

public interface IAmbiguous : IOne, IOther
{
    int Own { get; }
}

[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FallBackToBaseType)]
[JsonDerivedType(typeof(Known), "known")]
public interface IOpen
{
    int Number { get; }
}

public sealed record Known(int Number, string More) : IOpen;

public sealed record Stranger(int Number, string More) : IOpen;

public sealed record All(int Id, Guid Key, string? Label, int Side, int Rare, string? Content, Place Place, int Same, int Own) : IDiamond, IShadow, IAmbiguous
{
    public int Hidden => 1;

    string IShadow.Id => "shadow";

    int IOther.Same => 7;

    public int OnlySet
    {
        set => throw new NotSupportedException();
    }

    public int this[int index] => index;
}

public readonly record struct Boxed(int Content) : IOf<int>;

public sealed record Holder(ILabelled? Label, IReadOnlyList<IIdentified> Many, Dictionary<string, IOf<int>?> Map, IOpen? Open);

[JsonNumberHandling(JsonNumberHandling.WriteAsString)]
public class TextNumbers
{
    public int Inherited { get; set; }

    public List<int> Many { get; set; } = [];
}

// How a base writes its numbers is not inherited.
public sealed class NumbersByBase : TextNumbers
{
    public int Own { get; set; }
}
