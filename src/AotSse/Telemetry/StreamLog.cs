using Microsoft.Extensions.Logging;

namespace AotSse.Telemetry;

/// <summary>
/// What is logged of streams: a line for each that opens and ends, for who looks closely. Never an address of the query, which may hold a token.
/// Values are passed as objects: the rare line boxes them, and a native binary holds the code of a line once, not for each combination of their types (7 KB).
/// </summary>
internal static partial class StreamLog
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "AotSse.Streams";

    [LoggerMessage(1, LogLevel.Debug, "Stream {Id} of {Route} opened for {Client} behind {LastEventId}.")]
    public static partial void Opened(ILogger logger, string id, string route, string? client, string? lastEventId);

    [LoggerMessage(2, LogLevel.Debug, "Stream {Id} of {Route} ended: {Reason}.")]
    public static partial void Ended(ILogger logger, string id, string route, object reason);

    [LoggerMessage(4, LogLevel.Warning, "The events that topics keep took more than three quarters of the {Limit} bytes they may take: those older than {Seconds} s were dropped, {Bytes} bytes are left.")]
    public static partial void Relieved(ILogger logger, object limit, object seconds, object bytes);

    [LoggerMessage(5, LogLevel.Warning, "The keys under which events were published once took more than the {Limit} bytes they may take: the oldest {Count} were forgotten, those of the last {Seconds} s are left.")]
    public static partial void KeysForgotten(ILogger logger, object limit, object count, object seconds);

    [LoggerMessage(3, LogLevel.Debug, "A client of {Route} was told to come back later: {Reason}.")]
    public static partial void Refused(ILogger logger, string route, object reason);
}
