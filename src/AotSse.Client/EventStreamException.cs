using System.Net;

namespace AotSse.Client;

/// <summary>A stream that cannot go on: the server refuses it, what it sends is not what the contract says, or attempts have run out.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">The cause.</param>
public sealed class EventStreamException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The status of the answer, if it was the answer that was wrong.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The id of the event that could not be read: subscribe after it to skip it. <see langword="null"/> when no event is concerned.</summary>
    public string? EventId { get; internal set; }
}
