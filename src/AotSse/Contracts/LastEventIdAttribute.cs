namespace AotSse;

/// <summary>
/// Marks the <see cref="string"/> parameter of a pull method that receives the client's cursor: the <c>Last-Event-ID</c> header of a
/// reconnect (WHATWG HTML, section 9.2.4), else the query parameter <c>lastEventId</c>, else <see langword="null"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LastEventIdAttribute : Attribute;
