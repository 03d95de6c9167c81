using AotSse.Wire;

namespace AotSse.Fanout;

/// <summary>Where a new subscriber starts.</summary>
/// <param name="Topic">The topic it has joined.</param>
/// <param name="Cursor">The first event to send.</param>
/// <param name="Position">The id just before it: what a client holds that has everything up to here.</param>
/// <param name="Gap">Why the client's own cursor could not be honoured.</param>
/// <param name="Oldest">The oldest retained event, if there is any.</param>
internal readonly record struct Subscription(Topic Topic, LagCursor Cursor, EventId Position, GapReason Gap, EventId? Oldest);
