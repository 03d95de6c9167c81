namespace AotSse;

/// <summary>
/// An event was not published, because the events that are kept take all the memory they may (<see cref="EventStreamOptions.MaxRetainedBytes"/>). Old ones are
/// being dropped meanwhile: publish it again in a moment.
/// </summary>
/// <param name="limit">The bytes that events may take.</param>
public sealed class EventMemoryException(long limit)
    : InvalidOperationException($"The events that are kept take all of the {limit} bytes they may take: publish this one again in a moment, keep fewer, or allow more memory.");
