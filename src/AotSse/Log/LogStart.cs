using AotSse.Wire;

namespace AotSse.Log;

/// <summary>Where a client starts in a log.</summary>
/// <param name="Position">The first event to send.</param>
/// <param name="After">The number just before it: what a client holds that has everything up to here.</param>
/// <param name="Gap">Why the client's own cursor could not be honoured.</param>
/// <param name="IsAhead">Whether the client has events from another node that have not come to this one yet.</param>
internal readonly record struct LogStart(long Position, long After, GapReason Gap, bool IsAhead = false);
