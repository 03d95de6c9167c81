using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Log;
using AotSse.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AotSse;

/// <summary>
/// Holds all declared streams of an app and their open connections. One for each app, registered by <c>AddEventStreams</c>; push classes
/// get it through their constructor. Thread-safe.
/// </summary>
public sealed class EventStreamHub : IDisposable
{
    private readonly FrozenDictionary<string, RegisteredStream> _streams;
    private readonly LogClock _clock;
    private readonly LogMemory _memory;
    private readonly EngineMeters _meters;
    private readonly PublishedKeys _publishedKeys;
    private readonly ITimer _timer;

    internal EventStreamHub(IEnumerable<StreamDefinition> definitions, EventStreamOptions options, TimeProvider time, IMeterFactory? meters = null, ILoggerFactory? loggers = null)
    {
        options.Validate();
        var settings = new Dictionary<string, (StreamSettings Settings, bool IsPush)>(StringComparer.Ordinal);
        foreach (var definition in definitions) settings[definition.Route] = (definition.SettingsWith(options), definition.IsPush);

        var period = ConnectionSet.TickFor(settings.Values.Select(static stream => stream.Settings));
        _clock = new LogClock(time, period);
        _meters = new EngineMeters(meters, Read, () => _memory?.Pool.Bytes ?? 0);
        var logger = loggers?.CreateLogger(StreamLog.Category) ?? NullLogger.Instance;
        var most = options.MaxRetainedBytes ?? LogMemory.DefaultLimit();
        _memory = new LogMemory(most, _clock, Push, logger);
        var engine = new FanoutEngine(_memory, LogEpoch.Create(), _clock, new SweepQueue(), _meters, options.TraceContext);
        _streams = settings.ToFrozenDictionary(
            static stream => stream.Key,
            stream => new RegisteredStream(stream.Key, stream.Value.Settings, stream.Value.IsPush ? new PushStream(stream.Key, stream.Value.Settings.Retention, stream.Value.Settings.Lag, engine) : null),
            StringComparer.Ordinal);
        _publishedKeys = new PublishedKeys(options.RetainEvents, options.RetainAge, most, time, logger);
        Connections = new ConnectionSet(options, time, _meters, logger);
        _timer = time.CreateTimer(static state => ((EventStreamHub)state!).Tick(), this, period, period);
    }

    /// <summary>Whether the app is stopping: open streams are being ended, new ones are answered by a <c>retry</c> block and closed.</summary>
    public bool IsDraining => Connections.IsDraining;

    /// <summary>How many streams are open.</summary>
    public int ConnectionCount => Connections.Count;

    internal ConnectionSet Connections { get; }

    /// <summary>The push stream that a route declares.</summary>
    /// <param name="route">The route pattern, exactly as declared.</param>
    /// <exception cref="InvalidOperationException">No push stream with this route was registered in this app.</exception>
    public PushStream GetStream(string route) =>
        _streams.TryGetValue(route, out var stream) && stream.Push is { } push ? push : throw NotRegistered(route);

    /// <summary>
    /// Publishes under a key that its sender chose: the same key again, within the retention, is answered by the first receipt and sends nothing. So a sender
    /// that got no answer may safely ask again (the idea of the IETF's Idempotency-Key header). Of calls at the same time, one publishes and the others wait for it.
    /// </summary>
    /// <param name="scope">What the key belongs to, such as the topic: the same key in another scope is another key. A scope keeps as many keys, and for
    /// as long, as <see cref="EventStreamOptions.RetainEvents"/> and <see cref="EventStreamOptions.RetainAge"/> say; keys of all scopes that take more than <see cref="EventStreamOptions.MaxRetainedBytes"/> together go before their time,
    /// the oldest first.</param>
    /// <param name="key">1 to 256 bytes of UTF-8 without control characters.</param>
    /// <param name="publish">Publishes, for example by a push method; called at most once. If it throws, the key stays free.</param>
    /// <returns>What the first call for this key got.</returns>
    /// <exception cref="ArgumentException">The key breaks its rule.</exception>
    public ValueTask<PublishReceipt> PublishOnceAsync(string scope, string key, Func<ValueTask<PublishReceipt>> publish)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(publish);
        return _publishedKeys.PublishAsync(scope, key, publish);
    }

    /// <summary>
    /// Ends every open stream with a last <c>retry</c> block and refuses new ones in the same way. The host does it when it stops, before the server does.
    /// </summary>
    /// <returns>Completes when the last stream has ended; clients that take nothing are cut off after <see cref="EventStreamOptions.DrainTimeout"/>.</returns>
    public Task DrainAsync() => Connections.DrainAsync();

    /// <summary>Stops heartbeats and retention, and cuts off who is still there.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Connections.CutOff();
        _meters.Dispose();
    }

    /// <summary>The stream that a route declares.</summary>
    internal RegisteredStream GetRegistered(string route) => _streams.TryGetValue(route, out var stream) ? stream : throw NotRegistered(route);

    /// <summary>What each stream holds and has done.</summary>
    internal IEnumerable<StreamReading> Read()
    {
        foreach (var stream in _streams.Values) yield return stream.Read();
    }

    private IEnumerable<PushStream> Push()
    {
        foreach (var stream in _streams.Values)
            if (stream.Push is { } push) yield return push;
    }

    private static InvalidOperationException NotRegistered(string route) =>
        new($"The stream '{route}' is not registered: call builder.Services.AddEventStreams() in the project that declares it.");

    private void Tick()
    {
        _clock.Tick();
        Connections.Tick();
        foreach (var stream in _streams.Values) stream.Push?.Trim();
        _publishedKeys.Trim();
    }
}
