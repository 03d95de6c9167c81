using System.Diagnostics.Metrics;
using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Log;
using AotSse.Replication;
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
    private readonly Dictionary<string, RegisteredStream> _streams = new(StringComparer.Ordinal);
    private readonly LogClock _clock;
    private readonly LogMemory _memory;
    private readonly EngineMeters _meters;
    private readonly PublishedKeys _publishedKeys;
    private readonly Replica? _replica;
    private readonly ITimer _timer;

    internal EventStreamHub(IEnumerable<StreamDefinition> definitions, EventStreamOptions options, TimeProvider time, IMeterFactory? meters = null, ILoggerFactory? loggers = null, IReplicatedLog? log = null, ReplicationOptions? replication = null)
    {
        options.Validate();
        // No LINQ: over structs it would be compiled for each pair of them in the program.
        var declared = new Dictionary<string, StreamDefinition>(StringComparer.Ordinal);
        foreach (var definition in definitions) declared[definition.Route] = definition;
        var period = ConnectionSet.TickFor(options, declared.Values);
        _clock = new LogClock(time, period);
        _meters = new EngineMeters(meters, Read, () => _memory?.Pool.Bytes ?? 0);
        var logger = loggers?.CreateLogger(StreamLog.Category) ?? NullLogger.Instance;
        var most = options.MaxRetainedBytes ?? LogMemory.DefaultLimit();
        _memory = new LogMemory(most, _clock, Push, logger);
        _publishedKeys = new PublishedKeys(options.RetainEvents, options.RetainAge, most, time, logger, isShared: log is not null);
        if (log is not null) _replica = new Replica(log, replication ?? new ReplicationOptions(), _clock, _publishedKeys, meters, time, loggers?.CreateLogger(ReplicationLog.Category) ?? NullLogger.Instance);
        var engine = new FanoutEngine(_memory, LogEpoch.Create(), _clock, new SweepQueue(), _meters, _replica, options.TraceContext);
        foreach (var (route, definition) in declared)
        {
            var settings = definition.SettingsWith(options);
            _streams[route] = new RegisteredStream(route, settings, definition.IsPush ? new PushStream(route, settings.Retention, settings.Lag, engine) : null);
        }

        Connections = new ConnectionSet(options, time, _meters, logger);
        _timer = time.CreateTimer(static state => ((EventStreamHub)state!).Tick(), this, period, period);
    }

    /// <summary>Whether the app is stopping: open streams are being ended, new ones are answered by a <c>retry</c> block and closed.</summary>
    public bool IsDraining => Connections.IsDraining;

    /// <summary>
    /// Why the app should get no new clients now, for a readiness probe: it is stopping, is reading back what was published before it started, or cannot reach the replicated
    /// log. Open streams go on meanwhile. <see langword="null"/> when nothing is wrong.
    /// </summary>
    public string? NotReadyReason => IsDraining ? $"draining: the server is stopping, {ConnectionCount} streams are still open" : _replica?.Trouble;

    /// <summary>How many streams are open.</summary>
    public int ConnectionCount => Connections.Count;

    internal ConnectionSet Connections { get; }

    /// <summary>This node's part in the replicated log, where there is one.</summary>
    internal Replica? Replica => _replica;

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
    /// <remarks>
    /// With a replicated log the key goes with the event, so that it is sent once whichever nodes are asked, as long as all ask for the same topic. It is the key of the first event
    /// that <paramref name="publish"/> publishes.
    /// </remarks>
    /// <exception cref="ArgumentException">The key breaks its rule.</exception>
    public ValueTask<PublishReceipt> PublishOnceAsync(string scope, string key, Func<ValueTask<PublishReceipt>> publish)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(publish);
        return _publishedKeys.PublishAsync(scope, key, _replica is null ? publish : () => new PublishKey(scope, key).PublishAsync(publish));
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
        _replica?.Dispose();
        _meters.Dispose();
    }

    /// <summary>Begins to follow the replicated log, if there is one.</summary>
    internal void StartReplica() => _replica?.Start(Push());

    /// <summary>Waits until what has been published is in the replicated log, and lets go of it.</summary>
    internal Task StopReplicaAsync(CancellationToken cancellationToken) => _replica?.StopAsync(cancellationToken) ?? Task.CompletedTask;

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
        _replica?.Tick();
    }
}
