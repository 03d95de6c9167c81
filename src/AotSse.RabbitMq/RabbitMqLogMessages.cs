using Microsoft.Extensions.Logging;

namespace AotSse.RabbitMq;

/// <summary>What is logged of the broker. Never a password.</summary>
internal static partial class RabbitMqLogMessages
{
    /// <summary>The category of the lines.</summary>
    public const string Category = "AotSse.RabbitMq";

    [LoggerMessage(30, LogLevel.Debug, "Connected to {Broker} to {Purpose}.")]
    public static partial void Connected(ILogger logger, string broker, string purpose);

    [LoggerMessage(31, LogLevel.Warning, "The stream '{Stream}' exists with other settings, which hold: {Reason}.")]
    public static partial void OtherSettings(ILogger logger, string stream, string reason);
}
