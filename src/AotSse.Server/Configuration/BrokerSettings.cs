namespace AotSse.Server.Configuration;

/// <summary>The RabbitMQ behind the topics.</summary>
/// <param name="Brokers">Where it is; one or more.</param>
/// <param name="Stream">The name of its stream.</param>
/// <param name="Partitions">How many streams there are.</param>
/// <param name="MaxAge">How long it keeps events.</param>
/// <param name="MaxBytes">How many bytes each stream keeps.</param>
internal sealed record BrokerSettings(IReadOnlyList<Uri> Brokers, string Stream, int Partitions, TimeSpan MaxAge, long MaxBytes)
{
    private const int Year = 366 * 24 * 3600;
    private const int MaxNameBytes = 240;
    private const long LeastBytes = 1_000_000;
    private const int MostPartitions = 256;

    /// <summary>Reads them.</summary>
    /// <returns>Nothing, when no broker is set.</returns>
    /// <exception cref="SettingException">A value is wrong. The message holds no password.</exception>
    public static BrokerSettings? Parse(Func<Setting, SettingText> text)
    {
        var brokers = text(Setting.RabbitMq).List().Select(address => ParseAddress(text(Setting.RabbitMq), address)).ToList();
        if (brokers.Exists(static broker => broker.Scheme == "amqps")) OpenSsl.Require(Setting.RabbitMq.Variable);
        var stream = text(Setting.RabbitMqStream);
        if (stream.Value.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(stream.Value) > MaxNameBytes || stream.Value.StartsWith("amq.", StringComparison.Ordinal))
            throw stream.Wrong($"is no name for a stream: use 1 to {MaxNameBytes} bytes that do not begin with 'amq.'");
        var partitions = text(Setting.RabbitMqPartitions).Number(1, MostPartitions, $"is no number of streams: use 1 to {MostPartitions}");
        var age = text(Setting.RabbitMqMaxAge).Number(1, Year, $"is no time: use 1 to {Year} seconds");
        var bytes = text(Setting.RabbitMqMaxBytes).Bytes(LeastBytes, $"is no number of bytes: use at least {LeastBytes}");
        return brokers.Count == 0 ? null : new BrokerSettings(brokers, stream.Value, partitions, TimeSpan.FromSeconds(age), bytes);
    }

    public void ApplyTo(RabbitMqOptions options)
    {
        foreach (var broker in Brokers) options.Brokers.Add(broker);
        (options.Stream, options.Partitions, options.MaxAge, options.MaxBytes) = (Stream, Partitions, MaxAge, MaxBytes);
    }

    private static Uri ParseAddress(SettingText text, string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" && uri.Host.Length > 0) return uri;
        throw (text with { Value = "…" }).Wrong("is no broker: use amqp://user:password@host:port/vhost, or amqps for TLS"); // It may hold a password.
    }
}
