using System;
using System.Threading.Tasks;
using AotSse;

namespace Shop;

/// <summary>Two events on one stream.</summary>
public sealed partial class Prices
{
    /// <summary>A price has changed.</summary>
    /// <param name="symbol">Which.</param>
    /// <param name="price">The new price.</param>
    /// <param name="at">When.</param>
    [EventStream("/prices/{symbol}")]
    public partial void PriceChanged(string symbol, decimal price, DateTimeOffset at);

    [EventStream("/prices/{symbol}", Event = "halted")]
    public partial ValueTask Halted(string symbol, string? reason);

    [EventStream("/prices/{symbol}")]
    internal partial ValueTask<PublishReceipt> Resumed(string symbol, int? afterSeconds);
}
