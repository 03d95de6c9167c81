using AotSse.Log;

namespace AotSse.Hosting;

/// <summary>A declared stream, as generated code registers it. What is <see langword="null"/> comes from <see cref="EventStreamOptions"/>.</summary>
/// <param name="Route">The route pattern.</param>
/// <param name="IsPush">Whether it has topics and a log.</param>
public sealed record StreamDefinition(string Route, bool IsPush)
{
    /// <summary>Reconnection time before jitter.</summary>
    public TimeSpan? Retry { get; init; }

    /// <summary>Silence before a heartbeat.</summary>
    public TimeSpan? Heartbeat { get; init; }

    /// <summary>Most events retained for a topic.</summary>
    public int? RetainEvents { get; init; }

    /// <summary>Most bytes retained for a topic.</summary>
    public long? RetainBytes { get; init; }

    /// <summary>Longest time an event is retained.</summary>
    public TimeSpan? RetainAge { get; init; }

    /// <summary>What becomes of a client that falls behind.</summary>
    public LagPolicy? Lag { get; init; }

    internal StreamSettings SettingsWith(EventStreamOptions options) => new(
        Retry ?? options.Retry,
        Heartbeat ?? options.Heartbeat,
        new Retention(RetainEvents ?? options.RetainEvents, RetainBytes ?? options.RetainBytes, RetainAge ?? options.RetainAge),
        Lag ?? options.Lag);
}

/// <summary>The settings in force for one stream.</summary>
/// <param name="Retry">Reconnection time before jitter.</param>
/// <param name="Heartbeat">Silence before a heartbeat.</param>
/// <param name="Retention">What each topic keeps.</param>
/// <param name="Lag">What becomes of a client that falls behind.</param>
internal sealed record StreamSettings(TimeSpan Retry, TimeSpan Heartbeat, Retention Retention, LagPolicy Lag);
