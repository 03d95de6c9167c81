using AotSse.RabbitMq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AotSse;

/// <summary>Puts RabbitMQ behind the event streams of an app.</summary>
public static class RabbitMqBuilderExtensions
{
    /// <summary>
    /// Sends all push events through a RabbitMQ stream, a replicated log (RabbitMQ 3.9 and later, over AMQP 0-9-1), so that the clients of every node get the events of all nodes, in one
    /// order, with the same ids. Push methods that return a task complete when the broker has confirmed; others are sent on without waiting, and throw
    /// <see cref="EventPublishException"/> when too many wait.
    /// </summary>
    /// <param name="builder">What <c>AddEventStreams</c> returned.</param>
    /// <param name="configure">Changes the options of the broker.</param>
    /// <param name="replication">Changes what does not depend on it.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The streams have a replicated log already.</exception>
    public static EventStreamsBuilder UseRabbitMq(this EventStreamsBuilder builder, Action<RabbitMqOptions>? configure = null, Action<ReplicationOptions>? replication = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new RabbitMqOptions();
        configure?.Invoke(options);
        options.Validate();
        return builder.UseReplicatedLog(
            provider => new RabbitMqLog(options, provider.GetRequiredService<ILoggerFactory>().CreateLogger(RabbitMqLogMessages.Category)),
            replication);
    }
}
