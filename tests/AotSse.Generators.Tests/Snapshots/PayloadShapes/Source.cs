using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using AotSse;

namespace Shop;

[JsonConverter(typeof(JsonStringEnumConverter<State>))]
public enum State
{
    Open,
    [JsonStringEnumMemberName("closed!")]
    Closed,
}

[Flags]
public enum Rights
{
    Read = 1,
    Write = 2,
    All = 3,
}

/// <summary>One line of an order.</summary>
public sealed record Line(string Sku, int Quantity, decimal? Discount);

public sealed record Order(Guid Id, State State, List<Line> Lines, IReadOnlyDictionary<Rights, Line?> ByRight, string[]? Notes)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remark { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Retries { get; init; }
}

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Group), "group")]
public abstract record Figure;

public sealed record Circle(double Radius) : Figure;

public sealed record Group(string? Name, Figure[] Figures) : Figure;

public sealed partial class Orders
{
    [EventStream("/orders")]
    public partial void Placed([Payload] Order order);

    [EventStream("/orders")]
    public partial void Moved(Guid id, Line line, Line? other, State? state);

    [EventStream("/drawings")]
    public async partial IAsyncEnumerable<Figure> Drawn()
    {
        await Task.Yield();
        yield break;
    }
}
