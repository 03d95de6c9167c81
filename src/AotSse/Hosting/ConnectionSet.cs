using System.Net;
using AotSse.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AotSse.Hosting;

/// <summary>All open streams of an app, for what concerns each of them: heartbeats, time-outs, the end at shutdown. Thread-safe.</summary>
internal sealed class ConnectionSet(EventStreamOptions options, TimeProvider time, EngineMeters meters, ILogger logger)
{
    /// <summary>One timer serves all; it looks around once a second, oftener only for shorter intervals.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    // Guarded by _gate; connections know their own slots.
    private IOpenStream[] _connections = [];
    private int _count;
    private readonly SubscriberLimits _limits = new(options);

    // Written under _gate once; read anywhere, since an early look that misses it is corrected by TryAdd.
    private volatile bool _draining;
    private long _drainStarted;

    // Completed under _gate by the last connection that leaves while draining.
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Written by the timer, read anywhere: good enough to tell how long a stream has been silent.
    private long _lastTick = time.GetTimestamp();

    public TimeProvider Time => time;

    public EngineMeters Meters => meters;

    /// <summary>The most subscribers of one topic.</summary>
    public int MaxPerTopic { get; } = options.MaxSubscribersPerTopic ?? int.MaxValue;

    /// <summary>A client that takes nothing for this long is given up.</summary>
    public TimeSpan WriteTimeout => options.WriteTimeout;

    /// <summary>The time stamp of the last tick, for who asks too often to look at the clock.</summary>
    public long LastTick => Volatile.Read(ref _lastTick);

    public bool IsDraining => _draining;

    /// <summary>Why a stream ends that was asked to.</summary>
    public DisconnectReason EndReason => _draining ? DisconnectReason.Drain : DisconnectReason.Expired;

    public int Count
    {
        get { lock (_gate) return _count; }
    }

    /// <summary>When a stream of this request must end at the latest: its own limit, or the greatest age of any stream.</summary>
    public long EndOf(HttpContext context)
    {
        var left = StreamEnd.TimeLeft(context, time);
        if (options.MaxAge != Timeout.InfiniteTimeSpan)
        {
            // Between three quarters and the whole of it: streams that came together after a restart must not go together.
            var age = options.MaxAge * (0.75 + Random.Shared.NextDouble() / 4);
            if (left is null || age < left) left = age;
        }

        return left is { } limit ? After(limit) : long.MaxValue;
    }

    /// <summary>How often to look around so that the shortest heartbeat is late by a quarter at the most.</summary>
    public static TimeSpan TickFor(EventStreamOptions options, IEnumerable<StreamDefinition> streams)
    {
        var tick = LongestTick;
        foreach (var stream in streams)
            if (stream.SettingsWith(options).Heartbeat is { Ticks: > 0 } heartbeat && heartbeat / 4 < tick) tick = heartbeat / 4;
        return tick;
    }

    /// <summary>
    /// Whether a stream has been silent for its time: between half of the interval and the whole, by its place in the set. So streams that got the same event
    /// do not all get their heartbeat in the same moment.
    /// </summary>
    /// <param name="connection">The stream.</param>
    /// <param name="since">The time stamp of its last bytes.</param>
    /// <param name="now">That of this tick.</param>
    public bool IsHeartbeatDue(IOpenStream connection, long since, long now)
    {
        const uint golden = 2_654_435_769; // Neighbouring places are far apart (Knuth, volume 3, section 6.4).
        var interval = connection.Stream.Settings.Heartbeat.Ticks;
        var early = (interval >> 1) * (long)((uint)connection.SetSlot * golden >> 16) >> 16;
        return interval > 0 && time.GetElapsedTime(since, now).Ticks >= interval - early;
    }

    /// <summary>The address of a client, where the limits go by it.</summary>
    public ClientAddress? AddressOf(IPAddress? client) => _limits.CountsAddresses ? ClientAddress.Of(client) : null;

    /// <returns>Why the client must come back later, if it must.</returns>
    public RefusalReason TryAdd(IOpenStream connection)
    {
        lock (_gate)
        {
            if (_draining) return RefusalReason.Drain;
            if (_limits.TryEnter(_count, connection.Address) is not RefusalReason.None and var refusal) return refusal;
            if (_count == _connections.Length) Array.Resize(ref _connections, Math.Max(16, _count * 2));
            connection.SetSlot = _count;
            _connections[_count++] = connection;
        }

        connection.Stream.OnOpened();
        return RefusalReason.None;
    }

    /// <summary>Takes back a connection that has not become a stream.</summary>
    public void Withdraw(IOpenStream connection)
    {
        connection.Stream.OnClosed();
        lock (_gate)
        {
            _limits.Leave(connection.Address);
            var last = _connections[--_count];
            _connections[connection.SetSlot] = last;
            last.SetSlot = connection.SetSlot;
            _connections[_count] = null!;
            if (_draining && _count == 0) _drained.TrySetResult();
            if (_connections.Length > 16 && _count <= _connections.Length / 4) Array.Resize(ref _connections, _connections.Length / 2);
        }
    }

    /// <summary>A request has become a stream.</summary>
    public void OnOpened(IOpenStream connection, HttpContext context, string? lastEventId)
    {
        if (!logger.IsEnabled(LogLevel.Debug)) return;
        connection.LogId = context.TraceIdentifier;
        StreamLog.Opened(logger, connection.LogId, connection.Stream.Route, Shown(context.Connection.RemoteIpAddress), lastEventId);
    }

    /// <summary>A client has to come back later.</summary>
    public void OnRefused(RegisteredStream stream, RefusalReason reason)
    {
        meters.Refused(reason);
        if (logger.IsEnabled(LogLevel.Debug)) StreamLog.Refused(logger, stream.Route, reason);
    }

    /// <summary>A stream has ended.</summary>
    public void Remove(IOpenStream connection, DisconnectReason reason)
    {
        meters.Disconnected(reason);
        if (connection.LogId is { } id) StreamLog.Ended(logger, id, connection.Stream.Route, reason);
        Withdraw(connection);
    }

    /// <summary>Ends every stream, at once or spread over <see cref="EventStreamOptions.DrainWindow"/>, and refuses new ones.</summary>
    /// <returns>Completes when the last stream has ended.</returns>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            if (_draining) return _drained.Task;
            _drainStarted = time.GetTimestamp();
            _draining = true;
            if (_count == 0) _drained.TrySetResult();
            foreach (var connection in _connections.AsSpan(0, _count))
            {
                if (options.DrainWindow == TimeSpan.Zero) connection.OnEnd();
                else connection.EndsAt = Math.Min(connection.EndsAt, After(options.DrainWindow * Random.Shared.NextDouble()));
            }

            return _drained.Task;
        }
    }

    /// <summary>Gives every client up, for a host that cannot wait.</summary>
    public void CutOff()
    {
        lock (_gate)
        {
            _draining = true;
            foreach (var connection in _connections.AsSpan(0, _count)) connection.CutOff(DisconnectReason.Drain);
        }
    }

    /// <summary>Marks what is due; the connections' own loops do the work.</summary>
    public void Tick()
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _lastTick, now);
        lock (_gate)
        {
            var cutOff = _draining && time.GetElapsedTime(_drainStarted, now) >= options.DrainWindow + options.DrainTimeout;
            foreach (var connection in _connections.AsSpan(0, _count))
            {
                if (now >= connection.EndsAt) connection.OnEnd();
                if (cutOff) connection.CutOff(DisconnectReason.Drain);
                else connection.OnTick(now);
            }
        }
    }

    /// <summary>The time stamp this much later; far enough away is never.</summary>
    private long After(TimeSpan span)
    {
        var ticks = span.TotalSeconds * time.TimestampFrequency;
        var now = time.GetTimestamp();
        return ticks < long.MaxValue - now ? now + (long)ticks : long.MaxValue;
    }

    /// <summary>A listener of both families tells IPv4 addresses as those of IPv6.</summary>
    private static string? Shown(IPAddress? client) => (client is { IsIPv4MappedToIPv6: true } ? client.MapToIPv4() : client)?.ToString();
}
