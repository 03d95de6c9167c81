using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Benchmarks.Frames;

/// <summary>The payloads that are measured.</summary>
internal static class FrameCases
{
    private static readonly DateTimeOffset At = new(2026, 3, 14, 15, 9, 26, 535, TimeSpan.FromHours(1));

    private static readonly ServiceProvider Services = CreateServices();
    private static readonly PushStreams Push = Services.GetRequiredService<PushStreams>();

    public static EventStreamHub Hub => Services.GetRequiredService<EventStreamHub>();

    public static IReadOnlyList<FrameCase> All { get; } =
    [
        new JsonCase<Tick>(
            "tick", "tick", new Tick("MSFT", 410.25m, At.AddTicks(8979)), PullStreams.Tick, BareStreams.Tick, PayloadJson.Default.Tick,
            "/push/ticks/{symbol}", static tick => Push.Tick(tick.Symbol, tick.Price, tick.At)),
        new JsonCase<Order>(
            "order", "order",
            new Order(
                new Guid("0b2f6c9e-5d41-4c8a-9f7e-3a1d2c4b5e6f"), 20_260_314_000_271, "Contoso Trading Limited", "MSFT", Side.Sell, 1_500, 410.25m, 409.995m,
                12.75, true, At, new DateOnly(2026, 4, 14), null),
            PullStreams.Order, BareStreams.Order, PayloadJson.Default.Order, "/push/orders", Push.Order),
        new JsonCase<Purchase>(
            "order of 20 lines", "purchase",
            new Purchase(new Guid("0b2f6c9e-5d41-4c8a-9f7e-3a1d2c4b5e6f"), "Contoso Trading Limited", At, 1_234.50m, Side.Buy, [.. Enumerable.Range(1, 20).Select(LineOf)]),
            PullStreams.Purchase, BareStreams.Purchase, PayloadJson.Default.Purchase, "/push/purchases", Push.Purchase),
        new JsonCase<Samples>(
            "100 numbers", "samples", new Samples(At, [.. Enumerable.Range(0, 100).Select(i => Math.Round(20 + Math.Sin(i) * 5, 2))]),
            PullStreams.Samples, BareStreams.Samples, PayloadJson.Default.Samples, "/push/samples", Push.Sampled),
        new JsonCase<LogLine>(
            "log line", "log", new LogLine(At, "Error", EscapedText(1024)), PullStreams.LogLine, BareStreams.LogLine, PayloadJson.Default.LogLine, "/push/log", Push.Log),
        new JsonCase<LogLine>(
            "plain line", "log", new LogLine(At, "Error", AsciiText(1024)), PullStreams.LogLine, BareStreams.LogLine, PayloadJson.Default.LogLine, "/push/log", Push.Log),
        new JsonCase<Numbers>(
            "numbers", "reading", new Numbers(0, 7, -42, 1_024, 9_007_199_254_740_991, -1, 21.5, 0.1234567890123, 3.14159m, -1_000_000.01m),
            PullStreams.Numbers, BareStreams.Numbers, PayloadJson.Default.Numbers, "/push/readings", Push.Reading),
        new TextCase("text", AsciiText(100), Push.Text),
        new TextCase("text of lines", string.Join('\n', Enumerable.Repeat(AsciiText(40), 8)), Push.Text),
    ];

    private static PurchaseLine LineOf(int number) => new($"SKU-{number:D5}", $"Article number {number}", number % 4 + 1, 9.99m * number, number % 7 == 0);

    private static ServiceProvider CreateServices()
    {
        var services = new ServiceCollection();
        services.AddEventStreams();
        return services.BuildServiceProvider();
    }

    private static string AsciiText(int length)
    {
        const string words = "The quick brown fox jumps over the lazy dog and runs. ";
        return string.Concat(Enumerable.Repeat(words, length / words.Length + 1))[..length];
    }

    /// <summary>The log of a failing program: quotes, paths, angle brackets, line ends, and a few letters beyond ASCII.</summary>
    private static string EscapedText(int length)
    {
        const string line = "Could not open \"C:\\data\\Übersicht.json\": <access denied> at Load(Path&, Mode)\n\tat Contoso.Reports.Store.Read() in Store.cs:line 271\n";
        var text = new StringBuilder();
        while (text.Length < length) text.Append(line);
        return text.ToString(0, length);
    }
}
