using Microsoft.Extensions.Logging;

namespace AotSse.Telemetry;

/// <summary>What is logged of the replicated log: when it comes and goes, and how far a node has got that reads the past back. Values are objects as in <see cref="StreamLog"/>.</summary>
internal static partial class ReplicationLog
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "AotSse.Replication";

    [LoggerMessage(20, LogLevel.Information, "Partition {Partition}: reading back what was published in the last {Seconds} s, offsets {First} to about {End}.")]
    public static partial void CatchingUp(ILogger logger, object partition, object seconds, object first, object end);

    [LoggerMessage(21, LogLevel.Information, "Partition {Partition}: at offset {Offset} of about {End}.")]
    public static partial void Progress(ILogger logger, object partition, object offset, object end);

    [LoggerMessage(22, LogLevel.Information, "Partition {Partition}: caught up at offset {Offset}; its ids begin with {Epoch}.")]
    public static partial void CaughtUp(ILogger logger, object partition, object offset, string epoch);

    [LoggerMessage(23, LogLevel.Warning, "Partition {Partition}: the replicated log cannot be reached to {Purpose}: {Reason}. Trying again.")]
    public static partial void Lost(ILogger logger, object partition, string purpose, string reason);

    [LoggerMessage(24, LogLevel.Information, "Partition {Partition}: the replicated log can be reached again to {Purpose}.")]
    public static partial void Found(ILogger logger, object partition, string purpose);

    [LoggerMessage(25, LogLevel.Error, "Partition {Partition}: the record at offset {Offset} is passed over: {Reason}.")]
    public static partial void PassedOver(ILogger logger, object partition, object offset, string reason);
}
