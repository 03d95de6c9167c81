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

    // The end is reached when so many rounds brought nothing: a busy machine compiles late.
    private const int QuietRounds = 8;
    private const int MaximumRounds = 100;
    private const double Gain = 0.95;

    public static void Run(IReadOnlyList<FrameCase> cases)
    {
        var fastest = new double[cases.Count];
        Array.Fill(fastest, double.MaxValue);
        for (int round = 0, quiet = 0; round < MaximumRounds && quiet < QuietRounds; round++)
        {
            quiet++;
            for (var i = 0; i < fastest.Length; i++)
            {
                var time = FastestRun(cases[i]);
                if (time < fastest[i] * Gain) quiet = 0;
                fastest[i] = Math.Min(fastest[i], time);
            }

            Thread.Sleep(Pause);
        }
    }

    private static double FastestRun(FrameCase frame)
    {
        var fastest = double.MaxValue;
        var start = Stopwatch.GetTimestamp();
        do
        {
            var before = Stopwatch.GetTimestamp();
            RunOnce(frame);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }
        while (Stopwatch.GetElapsedTime(start) < Step);
        return fastest;
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
