using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using AotSse;
using AotSse.Client;

namespace Shop
{
    public sealed record Line(string Sku, int Quantity);

    public sealed class Order
    {
        public required Guid Id { get; init; }

        public List<Line> Lines { get; set; } = [];

        [JsonConverter(typeof(JsonStringEnumConverter<State>))]
        public State? State { get; set; }
    }

    public enum State
    {
        Open,
        Sent,
    }

    public sealed partial class Prices
    {
        /// <summary>The price of a symbol has changed.</summary>
        [EventStream("/prices/{symbol}")]
        public partial void PriceChanged(string symbol, decimal price, DateTimeOffset? at);

        [EventStream("/prices/{symbol}", Event = "halted", Heartbeat = 120)]
        public partial void Halted(string symbol, string? reason);

        [EventStream("/orders/{day}/lines-of/{id}")]
        public partial void OrderChanged(DateOnly day, int id, [Payload] Order order);

        [EventStream("/news")]
        public partial void News([EventName] string? name, [Payload] string text);

        [EventStream("/{after}")]
        public partial void Odd(string after, string eventId, string @class);
    }

    [EventStreamClient(typeof(Prices))]
    public sealed partial class PricesClient;
}
