namespace AotSse;

/// <summary>
/// Declares a partial method as a stream of server-sent events (WHATWG HTML, section 9.2).
/// </summary>
/// <remarks>
/// <para>A method <b>with</b> a body is a <b>pull</b> stream: it returns <see cref="IAsyncEnumerable{T}"/> and runs once for each client.</para>
/// <para>A method <b>without</b> a body is a <b>push</b> event: the generator writes the body, and one call reaches every client of the route.
/// Route parameters select the topic. Methods with the same route are event types of one stream.</para>
/// <para>The settings below hold for the whole stream: where several methods share a route, set each on one of them.</para>
/// </remarks>
/// <param name="route">An ASP.NET Core route pattern that begins with a slash, such as <c>/prices/{symbol}</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EventStreamAttribute(string route) : Attribute
{
    /// <summary>The route pattern of the stream.</summary>
    public string Route { get; } = route;

    /// <summary>
    /// The <c>event</c> field of each event. Default: for a push method its name in camelCase, for a pull stream none, which
    /// browsers deliver as <c>message</c>. Must not be empty or contain control characters.
    /// </summary>
    public string? Event { get; set; }

    /// <summary>How long clients wait before they reconnect, in milliseconds, before jitter. Default: <see cref="EventStreamOptions.Retry"/>.</summary>
    public int Retry { get; set; }

    /// <summary>Seconds of silence after which a heartbeat comment is sent. Default: <see cref="EventStreamOptions.Heartbeat"/>.</summary>
    public int Heartbeat { get; set; }

    /// <summary>How many events a topic keeps for clients that reconnect; push streams only. Default: 1,000.</summary>
    public int Retain { get; set; }

    /// <summary>How many bytes of frames a topic keeps at the most; push streams only. Default: 1,048,576. The newest event is always kept.</summary>
    public int RetainBytes { get; set; }

    /// <summary>For how many seconds a topic keeps events at the least; push streams only. Default: 600.</summary>
    public int RetainSeconds { get; set; }

    /// <summary>What becomes of a client that falls behind; push streams only. Default: <see cref="EventStreamOptions.Lag"/>.</summary>
    public LagPolicy Lag { get; set; }

    /// <summary>
    /// A <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> for types that only a converter of your own can write. Each has to be listed in it by
    /// <see cref="System.Text.Json.Serialization.JsonSerializableAttribute"/>; it writes these types alone, wherever in the payload they stand.
    /// </summary>
    public Type? JsonContext { get; set; }
}
