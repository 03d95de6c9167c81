using System.Text.Json.Serialization;

namespace AotSse.Sample;

/// <summary>An order as its customer sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Customer">Who ordered.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="Note">What the customer wrote; left out when there is nothing.</param>
/// <param name="Placed">When it was placed.</param>
public sealed record Order(
    int Id,
    string Customer,
    OrderState State,
    IReadOnlyList<OrderLine> Lines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
    DateTimeOffset Placed)
{
    /// <summary>The number of the invoice, once there is one.</summary>
    public long? Invoice { get; init; }
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">What.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">For how much each.</param>
public sealed record OrderLine(string Sku, int Quantity, decimal Price);

/// <summary>Where an order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderState>))]
public enum OrderState
{
    /// <summary>Nobody has looked at it yet.</summary>
    Placed,

    /// <summary>It is on its way.</summary>
    [JsonStringEnumMemberName("on-its-way")]
    Shipped,
}

/// <summary>Something drawn.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Rectangle), "rectangle")]
public abstract record Shape;

/// <summary>Round.</summary>
/// <param name="Radius">In millimetres.</param>
public sealed record Circle(double Radius) : Shape;

/// <summary>Not round.</summary>
/// <param name="Width">In millimetres.</param>
/// <param name="Height">In millimetres.</param>
public sealed record Rectangle(double Width, double Height) : Shape;

/// <summary>A folder and what is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Children">Folders in it.</param>
public sealed record Folder(string Name, IReadOnlyList<Folder> Children);

/// <summary>What is counted.</summary>
/// <param name="Level">How sure it is: a number.</param>
/// <param name="Totals">By name.</param>
/// <param name="ByState">By state of an order.</param>
/// <param name="Id">Of the count.</param>
/// <param name="Image">As base64.</param>
public sealed record Counts(Level Level, IReadOnlyDictionary<string, long> Totals, IReadOnlyDictionary<OrderState, int> ByState, Guid Id, byte[]? Image);

/// <summary>How sure something is.</summary>
public enum Level
{
    /// <summary>A guess.</summary>
    Guess,

    /// <summary>Certain.</summary>
    Certain = 10,
}

/// <summary>A beat of the clock.</summary>
/// <param name="Number">Counts from 0.</param>
/// <param name="Zone">As asked for.</param>
public sealed record Beat(int Number, string Zone);

internal static class Samples
{
    public static Folder Tree { get; } = new("/", [new("etc", []), new("home", [new("me", [])])]);

    public static Counts Counts { get; } = new(Level.Certain, new Dictionary<string, long> { ["all"] = 3 }, new Dictionary<OrderState, int> { [OrderState.Shipped] = 2 }, Guid.Empty, [1, 2, 3]);

    public static Order Order(int id) => new(id, "Ann \"A\" Miller", OrderState.Shipped, [new("pen", 2, 1.5m)], null, DateTimeOffset.UnixEpoch) { Invoice = 17 };
}
