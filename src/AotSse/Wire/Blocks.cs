
namespace AotSse.Wire;

/// <summary>The blocks that are no events of the app: they open, keep alive and end a stream.</summary>
internal static class Blocks
{
    /// <summary>The longest cursor that is told back to a client that sent it.</summary>
    private const int MaxEcho = 128;

    /// <summary>A comment (WHATWG HTML, section 9.2.6): clients ignore it, proxies see life.</summary>
    public static ReadOnlySpan<byte> Heartbeat => ":\n\n"u8;

    /// <summary>The reconnection time, between half and one and a half of <paramref name="retry"/>, so that clients do not return all at once.</summary>
    public static void WriteRetry(ref FrameWriter frame, TimeSpan retry)
    {
        var milliseconds = (int)retry.TotalMilliseconds;
        frame.WriteRetry(TimeSpan.FromMilliseconds(Random.Shared.Next((milliseconds + 1) / 2, milliseconds + milliseconds / 2 + 1)));
    }

    /// <summary>Tells a client that its cursor could not be honoured and that everything retained follows.</summary>
    public static void WriteGap(ref FrameWriter frame, string? lastEventId, EventId? oldest, GapReason reason)
    {
        frame.Write("event: gap\ndata: {\"lastEventId\":"u8);
        frame.WriteString(lastEventId is { Length: > MaxEcho } ? lastEventId[..MaxEcho] : lastEventId);
        frame.Write(",\"oldest\":"u8);
        frame.WriteString(oldest?.ToString());
        frame.Write(",\"reason\":"u8);
        frame.Write(reason switch
        {
            GapReason.Evicted => "\"evicted\""u8,
            GapReason.Epoch => "\"epoch\""u8,
            GapReason.Lagged => "\"lagged\""u8,
            _ => "\"unknown\""u8,
        });
        frame.Write("}\n\n"u8);
    }
}
