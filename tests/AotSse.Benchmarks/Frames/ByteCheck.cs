using System.Text;
using AotSse.Fanout;
using AotSse.Log;

namespace AotSse.Benchmarks.Frames;

/// <summary>Makes sure, once, that all sides write the same bytes: a comparison of different work would be worth nothing.</summary>
internal static class ByteCheck
{
    /// <exception cref="BenchmarkException">They do not; the message shows both.</exception>
    public static void Run(IReadOnlyList<FrameCase> cases)
    {
        foreach (var frame in cases)
        {
            frame.WriteFrames();
            var ours = Encoding.UTF8.GetString(frame.WrittenFrame());
            frame.FormatFrames(withId: false);
            ThrowIfDifferent(frame.Name, ours, Encoding.UTF8.GetString(frame.FormattedFrame()));

            // The formatter puts the id behind the data, the log before the event: what counts is that both carry one.
            frame.FormatFrames(withId: true);
            ThrowIfDifferent(frame.Name, ours, WithoutId(Encoding.UTF8.GetString(frame.FormattedFrame())));
            frame.Publish();
            ThrowIfDifferent(frame.Name, ours, WithoutId(NewestEvent(FrameCases.Hub.GetStream(frame.Route), frame.Topic)));

            if (frame is not IJsonCase json) continue;
            json.WriteJson();
            ours = Encoding.UTF8.GetString(json.Written());
            json.SerializeJson();
            ThrowIfDifferent(frame.Name, ours, $"data: {Encoding.UTF8.GetString(json.Written())}\n\n");
        }
    }

    private static void ThrowIfDifferent(string name, string ours, string theirs)
    {
        if (ours != theirs) throw new BenchmarkException($"Both sides must write the same bytes of '{name}'.\nours:\n{ours}\ntheirs:\n{theirs}");
    }

    private static string WithoutId(string frame)
    {
        var start = frame.IndexOf("id: ", StringComparison.Ordinal);
        if (start < 0) throw new BenchmarkException($"This event lacks its id:\n{frame}");
        return frame.Remove(start, frame.IndexOf('\n', start) + 1 - start);
    }

    private static string NewestEvent(PushStream stream, string topic)
    {
        var reader = new Reader();
        if (stream.TrySubscribe(topic, reader, null, int.MaxValue, out var subscription) != Join.Added) throw new BenchmarkException($"The topic '{topic}' is full.");
        var view = subscription.Topic.View();
        var newest = Encoding.UTF8.GetString(ChunkFraming.Payload(view.RunFrom(view.EndPosition - 1).Bytes));
        subscription.Topic.Release(view);
        subscription.Topic.Remove(reader);
        return newest;
    }

    private sealed class Reader : Subscriber
    {
        internal override long OnAppended(in LogView view, ref SweepTally tally) => NothingOwed;
    }
}
