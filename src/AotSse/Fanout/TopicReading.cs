namespace AotSse.Fanout;

/// <summary>What one topic holds and has done.</summary>
/// <param name="Name">The values of the route parameters.</param>
/// <param name="Subscribers">How many clients are subscribed.</param>
/// <param name="RetainedEvents">Events kept for those who come back.</param>
/// <param name="RetainedBytes">Their bytes, HTTP framing included.</param>
/// <param name="PublishedEvents">Events since the topic was made.</param>
/// <param name="PublishedBytes">Their bytes.</param>
internal readonly record struct TopicReading(string Name, int Subscribers, long RetainedEvents, long RetainedBytes, long PublishedEvents, long PublishedBytes);
