using AotSse.Wire;

namespace AotSse;

/// <summary>What a push method that returns <c>ValueTask&lt;PublishReceipt&gt;</c> says about the event it sent.</summary>
/// <param name="Id">The id of the event, as clients see it.</param>
/// <param name="Subscribers">How many clients were subscribed to the topic on this node when the event was published.</param>
public readonly record struct PublishReceipt(EventId Id, int Subscribers);
