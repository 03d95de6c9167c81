namespace AotSse.EndToEnd.Tests.Harness;

/// <summary>The answer to a publisher: the event's id, and how many clients it was handed to.</summary>
internal sealed record Published(EventId Id, int Subscribers);
