using System.Diagnostics;

namespace AotSse.Benchmarks.Frames;

/// <summary>
/// Brings all code to its final form before anything is measured. The runtime compiles in steps, the last ones in the background and
/// only after a pause: iterations of some milliseconds would otherwise time code on its way.
/// </summary>
internal static class WarmUp
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    // Longer than the 100 ms without new code after which the runtime compiles again.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    // Instrumented code, then optimized code, and more for a machine that is busy.
    private const int Rounds = 10;

    public static void Run(IReadOnlyList<FrameCase> cases)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var frame in cases)
            {
                var start = Stopwatch.GetTimestamp();
                do RunOnce(frame);
                while (Stopwatch.GetElapsedTime(start) < Step);
            }

            Thread.Sleep(Pause);
        }
    }

    private static void RunOnce(FrameCase frame)
    {
        frame.WriteFrames();
        frame.FormatFrames(withId: false);
        frame.Publish();
        if (frame is not IJsonCase json) return;
        json.WriteJson();
        json.SerializeJson();
    }
}
