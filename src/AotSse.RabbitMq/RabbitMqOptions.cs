namespace AotSse;

/// <summary>The RabbitMQ streams behind the event streams of an app. Set it in <c>UseRabbitMq(options => …)</c>; later changes have no effect.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>The longest name of a stream in bytes: 255 is AMQP's limit, and a partition adds to it.</summary>
    private const int MaxNameBytes = 240;

    /// <summary>
    /// The addresses of the brokers, <c>amqp://user:password@host:port/vhost</c>, or <c>amqps</c> for TLS with a certificate that the system trusts for that host (AMQP URI specification). Of
    /// several, which belong to one cluster, each connection takes one that can be reached. Default: <c>amqp://guest:guest@127.0.0.1:5672/</c>.
    /// </summary>
    public IList<Uri> Brokers { get; } = [];

    /// <summary>The name of the stream queue, 1 to 240 bytes. It is declared if it is not there. With several partitions it is followed by <c>-0</c>, <c>-1</c> and so on. Default: <c>aotsse</c>.</summary>
    public string Stream { get; set; } = "aotsse";

    /// <summary>Over how many stream queues the topics are spread by hash, 1 to 256. The same on every node; to change it, take another <see cref="Stream"/>. Default: 1.</summary>
    public int Partitions { get; set; } = 1;

    /// <summary>How long the broker keeps events, in whole seconds, when the queue is declared: the past that any client can come back to. Default: 1 day.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many bytes each queue keeps when it is declared, at least 1,000,000; the oldest go first, a segment of a twentieth of it at a time. Default: 5 GB.</summary>
    public long MaxBytes { get; set; } = 5_000_000_000;

    /// <summary>How many records the broker may send ahead, 10 to 60,000: the credit of each reader. Default: 2,000.</summary>
    public int Credit { get; set; } = 2_000;

    /// <exception cref="ArgumentException">A value is out of its range, or an address is no AMQP address. The message holds no password.</exception>
    internal void Validate()
    {
        foreach (var broker in Brokers)
        {
            if (broker is { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" } && broker.Host.Length > 0) continue;
            throw new ArgumentException("A broker's address must be amqp://user:password@host:port/vhost, or amqps for TLS.", nameof(Brokers));
        }

        if (string.IsNullOrEmpty(Stream) || System.Text.Encoding.UTF8.GetByteCount(Stream) > MaxNameBytes || Stream.StartsWith("amq.", StringComparison.Ordinal))
            throw new ArgumentException($"The name of the stream must be 1 to {MaxNameBytes} bytes and must not begin with 'amq.', which is the broker's own.", nameof(Stream));
        ArgumentOutOfRangeException.ThrowIfLessThan(Partitions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Partitions, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAge, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 1_000_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(Credit, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Credit, 60_000);
    }
}
