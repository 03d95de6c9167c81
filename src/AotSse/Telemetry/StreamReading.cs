namespace AotSse.Telemetry;

/// <summary>What one declared stream holds and has done. Push streams have all figures, pull streams only subscribers.</summary>
/// <param name="Route">The route pattern.</param>
/// <param name="Subscribers">Open streams.</param>
/// <param name="Topics">Topics with a subscriber or a retained event.</param>
/// <param name="PublishedEvents">Events since the start.</param>
/// <param name="PublishedBytes">Their bytes, HTTP framing included.</param>
internal readonly record struct StreamReading(string Route, long Subscribers, long? Topics, long? PublishedEvents, long? PublishedBytes);
