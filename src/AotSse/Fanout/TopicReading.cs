namespace AotSse.Fanout;

/// <summary>What one topic holds and has done, at one moment.</summary>
/// <param name="Name">The values of the route parameters, joined by <c>/</c>.</param>
/// <param name="Subscribers">How many clients are subscribed to it, alone or among others.</param>
/// <param name="RetainedEvents">Events kept for those who come back.</param>
/// <param name="RetainedBytes">Their bytes, HTTP framing included.</param>
/// <param name="LagBytes">How far the slowest subscriber is behind, at most what is retained.</param>
/// <param name="PublishedEvents">Events since the topic came into being.</param>
/// <param name="PublishedBytes">Their bytes.</param>
public sealed record TopicReading(string Name, int Subscribers, long RetainedEvents, long RetainedBytes, long LagBytes, long PublishedEvents, long PublishedBytes);
