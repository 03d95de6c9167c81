using System.Runtime.CompilerServices;
using AotSse.Hosting;

namespace AotSse.Benchmarks.Frames;

/// <summary>The payloads as events of pull streams. Only the generated item writers are of interest; nobody runs the bodies.</summary>
internal static partial class PullStreams
{
    public static EventWriter<Tick> Tick => WriteTicksItem;

    public static EventWriter<Order> Order => WriteOrdersItem;

    public static EventWriter<LogLine> LogLine => WriteLogLinesItem;

    public static EventWriter<Numbers> Numbers => WriteReadingsItem;

    public static EventWriter<Purchase> Purchase => WritePurchasesItem;

    public static EventWriter<Samples> Samples => WriteSampledItem;

    public static EventWriter<string> Text => WriteTextsItem;

    [EventStream("/pull/ticks", Event = "tick")]
    private static partial IAsyncEnumerable<Tick> Ticks(CancellationToken cancellation) => Nothing<Tick>(cancellation);

    [EventStream("/pull/orders", Event = "order")]
    private static partial IAsyncEnumerable<Order> Orders(CancellationToken cancellation) => Nothing<Order>(cancellation);

    [EventStream("/pull/log", Event = "log")]
    private static partial IAsyncEnumerable<LogLine> LogLines(CancellationToken cancellation) => Nothing<LogLine>(cancellation);

    [EventStream("/pull/readings", Event = "reading")]
    private static partial IAsyncEnumerable<Numbers> Readings(CancellationToken cancellation) => Nothing<Numbers>(cancellation);

    [EventStream("/pull/purchases", Event = "purchase")]
    private static partial IAsyncEnumerable<Purchase> Purchases(CancellationToken cancellation) => Nothing<Purchase>(cancellation);

    [EventStream("/pull/samples", Event = "samples")]
    private static partial IAsyncEnumerable<Samples> Sampled(CancellationToken cancellation) => Nothing<Samples>(cancellation);

    [EventStream("/pull/texts", Event = "text")]
    private static partial IAsyncEnumerable<string> Texts(CancellationToken cancellation) => Nothing<string>(cancellation);

    private static async IAsyncEnumerable<T> Nothing<T>([EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        yield break;
    }
}

/// <summary>The same payloads as JSON alone: a frame without an event name is <c>data: </c>, the JSON, a blank line.</summary>
internal static partial class BareStreams
{
    public static EventWriter<Tick> Tick => WriteTicksItem;

    public static EventWriter<Order> Order => WriteOrdersItem;

    public static EventWriter<LogLine> LogLine => WriteLogLinesItem;

    public static EventWriter<Numbers> Numbers => WriteReadingsItem;

    public static EventWriter<Purchase> Purchase => WritePurchasesItem;

    public static EventWriter<Samples> Samples => WriteSampledItem;

    [EventStream("/bare/ticks")]
    private static partial IAsyncEnumerable<Tick> Ticks() => AsyncEnumerable.Empty<Tick>();

    [EventStream("/bare/orders")]
    private static partial IAsyncEnumerable<Order> Orders() => AsyncEnumerable.Empty<Order>();

    [EventStream("/bare/log")]
    private static partial IAsyncEnumerable<LogLine> LogLines() => AsyncEnumerable.Empty<LogLine>();

    [EventStream("/bare/readings")]
    private static partial IAsyncEnumerable<Numbers> Readings() => AsyncEnumerable.Empty<Numbers>();

    [EventStream("/bare/purchases")]
    private static partial IAsyncEnumerable<Purchase> Purchases() => AsyncEnumerable.Empty<Purchase>();

    [EventStream("/bare/samples")]
    private static partial IAsyncEnumerable<Samples> Sampled() => AsyncEnumerable.Empty<Samples>();
}

/// <summary>The same events published: into the log of a topic, with an id and chunk framing.</summary>
internal sealed partial class PushStreams
{
    [EventStream("/push/ticks/{symbol}")]
    public partial void Tick(string symbol, decimal price, DateTimeOffset at);

    [EventStream("/push/orders")]
    public partial void Order([Payload] Order order);

    [EventStream("/push/log")]
    public partial void Log([Payload] LogLine line);

    [EventStream("/push/readings")]
    public partial void Reading([Payload] Numbers numbers);

    [EventStream("/push/purchases")]
    public partial void Purchase([Payload] Purchase purchase);

    [EventStream("/push/samples", Event = "samples")]
    public partial void Sampled([Payload] Samples samples);

    [EventStream("/push/texts")]
    public partial void Text([Payload] string text);
}
