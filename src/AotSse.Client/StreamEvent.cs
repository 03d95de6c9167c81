namespace AotSse.Client;

/// <summary>An event of a push stream, as generated clients give it.</summary>
public abstract record StreamEvent
{
    /// <summary>
    /// The position after this event (WHATWG HTML, section 9.2.6, "last event ID"): pass it as <c>after</c> to go on from here, in another process too.
    /// <see langword="null"/> when the server has sent none.
    /// </summary>
    public string? EventId { get; internal set; }
}
