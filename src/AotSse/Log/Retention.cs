namespace AotSse.Log;

/// <summary>How much of a topic's past is kept for clients that come back. An event goes when any of the bounds is passed; the newest stays until its age is reached.</summary>
/// <param name="Events">At most this many events.</param>
/// <param name="Bytes">At most this many bytes of frames, chunk framing included.</param>
/// <param name="Age">At most this old, checked about once a second.</param>
internal readonly record struct Retention(int Events, long Bytes, TimeSpan Age);
