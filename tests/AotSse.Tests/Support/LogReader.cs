using System.Buffers;
using AotSse.Fanout;
using AotSse.Log;

namespace AotSse.Tests.Support;

/// <summary>A subscriber without a connection: reads from its topic as much and as often as a test says.</summary>
internal sealed class LogReader : Subscriber
{
    private readonly Topic _topic;
    private LagCursor _cursor;
    private long _leftOut;

    public LogReader(PushStream stream, string topic, string? lastEventId = null)
    {
        Assert.True(stream.TrySubscribe(topic, this, lastEventId, int.MaxValue, out var subscription));
        Start = subscription;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
    }

    public LogReader(PushStream stream, TopicPatterns topics, string? lastEventId = null)
    {
        Assert.True(stream.TrySubscribe(topics, this, lastEventId, int.MaxValue, out var subscription));
        Start = subscription;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
    }

    public AotSse.Fanout.Subscription Start { get; }

    /// <summary>What a newer event with the same key made needless.</summary>
    public long LeftOut => _leftOut;

    /// <summary>Whether a sweep has to wait for it: a connection that takes what comes.</summary>
    public bool KeepsUp { get; set; }

    /// <summary>Copies whole events.</summary>
    /// <returns>The bytes, 0 at the end, -1 when the retention has passed the cursor.</returns>
    public int Read(IBufferWriter<byte> output, int budget)
    {
        var view = _topic.View();
        try
        {
            if (_cursor.Position < view.FirstPosition) return -1;
            var copied = 0;
            while (copied < budget && _cursor.TryNext(view, ref _leftOut, out var run))
            {
                var payload = ChunkFraming.Payload(run.Segment.Frame(run.First));
                output.Write(payload);
                copied += payload.Length;
                _cursor.Advance(run.First + 1);
            }

            return copied;
        }
        finally
        {
            _topic.Release(view);
        }
    }

    /// <summary>As a connection that takes no more for now.</summary>
    public void FallBehind() => _cursor.FallBehind();

    public void Leave() => _topic.Remove(this);

    internal override long OnAppended(in LogView view, ref SweepTally tally) => KeepsUp ? _cursor.Position : NothingOwed;
}
