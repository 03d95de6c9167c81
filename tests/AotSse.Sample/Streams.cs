using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace AotSse.Sample;

/// <summary>Two events of one stream, whose data is their parameters.</summary>
internal sealed partial class Prices
{
    /// <summary>The price of a symbol has changed.</summary>
    /// <param name="symbol">What is traded.</param>
    /// <param name="price">The new price, in its currency.</param>
    /// <param name="at">When.</param>
    [EventStream("/prices/{symbol}", Retain = 2)]
    public partial void PriceChanged(string symbol, decimal price, DateTimeOffset at);

    /// <summary>Trading has stopped.</summary>
    /// <param name="symbol">What is traded.</param>
    /// <param name="reason">Why, if it was said.</param>
    [EventStream("/prices/{symbol}", Event = "halted")]
    public partial ValueTask Halted(string symbol, string? reason);
}

/// <summary>A payload of its own, on a topic that is a number.</summary>
internal sealed partial class Orders
{
    /// <summary>An order has changed.</summary>
    [EventStream("/orders/{id:int}")]
    public partial ValueTask<PublishReceipt> OrderChanged(int id, [Payload] Order order);
}

/// <summary>One of several types.</summary>
internal sealed partial class Drawings
{
    /// <summary>Something was drawn.</summary>
    [EventStream("/drawings")]
    public partial void Drawn([Payload] Shape shape);
}

/// <summary>Numbers, dictionaries, bytes.</summary>
internal sealed partial class Counters
{
    /// <summary>Something was counted.</summary>
    [EventStream("/counters")]
    public partial void Counted([Payload] Counts counts);
}

/// <summary>Text, whose event is named at run time.</summary>
internal sealed partial class News
{
    /// <summary>There are news.</summary>
    [EventStream("/news")]
    public partial void Told([EventName] string? name, [Payload] string text);
}

/// <summary>A payload that contains itself.</summary>
internal sealed partial class Files
{
    /// <summary>Folders have changed.</summary>
    [EventStream("/files")]
    public partial void Changed([Payload] Folder root);
}

/// <summary>Pull streams.</summary>
internal static partial class Clock
{
    /// <summary>Beats, one for each client and its zone.</summary>
    /// <param name="zone">Which clock.</param>
    /// <param name="every">Milliseconds between beats.</param>
    /// <param name="cancellation">Ends it.</param>
    [EventStream("/clock/{zone}")]
    public static async partial IAsyncEnumerable<Beat> Beats(string zone, int? every, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 0; !cancellation.IsCancellationRequested; i++)
        {
            yield return new Beat(i, zone);
            await Task.Delay(every ?? 100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Three lines of text, then the end.</summary>
    [EventStream("/lines")]
    public static async partial IAsyncEnumerable<string> Lines([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var line in new[] { "one", "two", "three" }) yield return line;
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Items that carry their own event, id and data, behind the client's cursor.</summary>
    [EventStream("/items")]
    public static async partial IAsyncEnumerable<SseItem<Beat>> Items([LastEventId] string? last, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = int.TryParse(last, out var number) ? number + 1 : 0; !cancellation.IsCancellationRequested; i++)
        {
            yield return new SseItem<Beat>(new Beat(i, "item"), i % 2 == 0 ? "even" : "odd") { EventId = $"{i}" };
            await Task.Delay(100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
