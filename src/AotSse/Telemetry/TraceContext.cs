using System.Diagnostics;
using AotSse.Wire;

namespace AotSse.Telemetry;

/// <summary>Hands the trace of who publishes to who subscribes (W3C Trace Context), as a field that browsers ignore.</summary>
internal static class TraceContext
{
    /// <summary>Writes <c>traceparent</c> if the publisher is traced.</summary>
    public static void Write(ref FrameWriter frame)
    {
        if (Activity.Current is not { IdFormat: ActivityIdFormat.W3C, Id: { } id }) return;
        frame.Write("traceparent: "u8);
        frame.WriteAscii(id);
        frame.Write("\n"u8);
    }
}
