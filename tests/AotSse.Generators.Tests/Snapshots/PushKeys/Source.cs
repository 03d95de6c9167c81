using System;
using AotSse;

namespace Shop;

public enum Venue
{
    Lit,
    Dark,
}

public sealed partial class Prices
{
    [EventStream("/prices/{market}", Lag = LagPolicy.Coalesce)]
    public partial void PriceChanged(string market, [Key] string symbol, decimal price);

    [EventStream("/prices/{market}")]
    public partial void BookChanged(string market, [Key] int board, [Key] Venue key, decimal best);

    [EventStream("/tables", Lag = LagPolicy.DropOldest)]
    public partial void RowChanged([EventName] string? name, [Key] Guid row, [Payload] string text);
}
