namespace AotSse;

/// <summary>An event could not be handed to the replicated log. Publish it again in a moment; with a key (<see cref="EventStreamHub.PublishOnceAsync"/>) it is sent once at the most.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="isUncertain">Whether the event may yet have been sent.</param>
public sealed class EventPublishException(string message, bool isUncertain) : InvalidOperationException(message)
{
    /// <summary>Whether the event may yet have been sent: its confirmation did not come in time. Otherwise it was certainly not.</summary>
    public bool IsUncertain { get; } = isUncertain;
}
