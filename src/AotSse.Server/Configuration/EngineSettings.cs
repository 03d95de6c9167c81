using AotSse.Server.Streams;

namespace AotSse.Server.Configuration;

/// <summary>The settings that are the library's options.</summary>
internal static class EngineSettings
{
    private const int Hour = 3600;
    private const int Week = 7 * 24 * Hour;
    private const int Most = int.MaxValue;

    /// <summary>Below it not even one event of the greatest size would fit.</summary>
    private const int LeastTotal = 2 * PublishEndpoint.MaxBodyBytes;

    /// <summary>Reads all of them.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    public static void Read(Func<Setting, SettingText> text, EventStreamOptions options)
    {
        options.Retry = TimeSpan.FromMilliseconds(text(Setting.Retry).Number(1, Hour * 1000, $"is no reconnection time: use 1 to {Hour * 1000} milliseconds"));
        options.Heartbeat = Seconds(Setting.Heartbeat, 1, Hour, $"is no heartbeat: use 1 to {Hour} seconds");
        options.WriteTimeout = Seconds(Setting.WriteTimeout, 1, Hour, $"is no time-out: use 1 to {Hour} seconds");
        options.MaxAge = Seconds(Setting.MaxAge, 0, Week, $"is no age: use 1 to {Week} seconds, or 0 for no limit") is { Ticks: > 0 } age ? age : Timeout.InfiniteTimeSpan;
        options.DrainWindow = Seconds(Setting.Drain, 0, Hour, $"is no time to drain: use 0 to {Hour} seconds");
        options.RetainEvents = text(Setting.RetainEvents).Number(1, Most, "is no number of events: use at least 1");
        options.RetainBytes = text(Setting.RetainBytes).Bytes(1, "is no number of bytes: use at least 1");
        options.RetainAge = Seconds(Setting.RetainSeconds, 1, Week, $"is no time: use 1 to {Week} seconds");
        options.MaxRetainedBytes = text(Setting.RetainTotalBytes) switch
        {
            { Value: "0" } => null,
            var given => given.Bytes(LeastTotal, $"is no number of bytes: use at least {LeastTotal}, or 0 for the default"),
        };
        options.Lag = text(Setting.Lag) switch
        {
            { Value: "disconnect" } => LagPolicy.Disconnect,
            { Value: "drop-oldest" } => LagPolicy.DropOldest,
            var other => throw other.Wrong("is no lag policy: use disconnect or drop-oldest"),
        };
        options.MaxSubscribers = Limit(Setting.MaxSubscribers);
        options.MaxSubscribersPerTopic = Limit(Setting.MaxPerTopic);
        options.MaxSubscribersPerAddress = Limit(Setting.MaxPerAddress);
        options.TraceContext = text(Setting.TraceContext) switch
        {
            { Value: "true" } => true,
            { Value: "false" } => false,
            var other => throw other.Wrong("is neither true nor false"),
        };

        TimeSpan Seconds(Setting setting, int least, int most, string rule) => TimeSpan.FromSeconds(text(setting).Number(least, most, rule));

        int? Limit(Setting setting) => text(setting).Number(0, Most, "is no limit: use a whole number, or 0 for none") is > 0 and var limit ? limit : null;
    }
}
