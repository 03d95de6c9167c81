using System.Buffers;
using AotSse.Fanout;
using AotSse.Log;

namespace AotSse.Tests.Support;

/// <summary>A subscriber without a connection: reads from its topic as much and as often as a test says.</summary>
internal sealed class LogReader : Subscriber
{
    private readonly Topic _topic;
    private readonly ArrayBufferWriter<byte> _one = new();
    private LagCursor _cursor;
    private long _leftOut;

    /// <param name="stream">The stream.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="lastEventId">The cursor it brings.</param>
    /// <param name="keepsUp">Whether a sweep has to wait for it: a connection that takes what comes.</param>
    public LogReader(PushStream stream, string topic, string? lastEventId = null, bool keepsUp = false)
    {
        KeepsUp = keepsUp;
        Assert.Equal(Join.Added, stream.TrySubscribe(topic, this, lastEventId, int.MaxValue, out var subscription));
        Start = subscription;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
    }

    public LogReader(PushStream stream, TopicPatterns topics, string? lastEventId = null)
    {
        Assert.Equal(Join.Added, stream.TrySubscribe(topics, this, lastEventId, int.MaxValue, out var subscription));
        Start = subscription;
        _topic = subscription.Topic;
        _cursor = subscription.Cursor;
    }

    public AotSse.Fanout.Subscription Start { get; }

    /// <summary>What a newer event with the same key made needless.</summary>
    public long LeftOut => _leftOut;

    public bool KeepsUp { get; }

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
                var payload = ChunkFraming.Payload(run.Frame(run.First));
                output.Write(payload);
                copied += payload.Length;
                _cursor.Advance(run, run.First + 1);
            }

            return copied;
        }
        finally
        {
            _topic.Release(view);
        }
    }

    /// <summary>Copies the next event.</summary>
    /// <returns>As <see cref="Read"/>.</returns>
    public int ReadOne(out LogEvent read)
    {
        _one.ResetWrittenCount();
        var result = Read(_one, 1);
        read = result > 0 ? LogEvent.Parse(_one.WrittenSpan) : default;
        return result;
    }

    /// <summary>As a connection whose lag policy drops the oldest events.</summary>
    /// <returns>How many are lost.</returns>
    public long SkipLost()
    {
        var view = _topic.View();
        var lost = _cursor.SkipTo(view.FirstPosition);
        _topic.Release(view);
        return lost;
    }

    /// <summary>The number a client would come back with.</summary>
    public long After => _cursor.After;

    /// <summary>As a connection that takes no more for now.</summary>
    public void FallBehind() => _cursor.FallBehind();

    public void Leave() => _topic.Remove(this);

    internal override long OnAppended(in LogView view, ref SweepTally tally) => KeepsUp ? _cursor.Position : NothingOwed;
}
