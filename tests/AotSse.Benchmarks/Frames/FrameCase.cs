using System.Net.ServerSentEvents;
using AotSse.Hosting;
using AotSse.Wire;

namespace AotSse.Benchmarks.Frames;

/// <summary>
/// One payload and the ways to make an event of it. Every method does its work <see cref="Repeats"/> times, so that neither the loop nor
/// what the peer pays once for each enumeration counts. Not thread-safe.
/// </summary>
public abstract class FrameCase(string name)
{
    /// <summary>How many events one call makes.</summary>
    public const int Repeats = 64;

    /// <summary>The id the peer's events carry; a publisher would have to format it for each.</summary>
    internal const string PeerId = "abcdefgh-1000000";

    public string Name => name;

    internal abstract string Topic { get; }

    internal abstract string Route { get; }

    /// <summary>The generated writer into the batch of a pull stream, which is sent after each event.</summary>
    /// <returns>The bytes of the last frame.</returns>
    internal abstract int WriteFrames();

    /// <summary>The same by the formatter of the base class library.</summary>
    internal abstract int FormatFrames(bool withId);

    /// <summary>The generated push method: topic, lock, id, chunk framing, log, retention.</summary>
    internal abstract int Publish();

    /// <summary>The last frame that <see cref="WriteFrames"/> made.</summary>
    internal abstract byte[] WrittenFrame();

    /// <summary>The last frame that <see cref="FormatFrames"/> made.</summary>
    internal abstract byte[] FormattedFrame();

    public override string ToString() => name;
}

/// <summary>A <see cref="FrameCase"/> of one type.</summary>
/// <typeparam name="T">The payload.</typeparam>
internal abstract class FrameCase<T>(string name, string eventName, T payload, EventWriter<T> write, string route, Action<T> publish) : FrameCase(name)
{
    private readonly FrameBatch _batch = new();
    private readonly ScratchStream _stream = new();
    private readonly Repeated<SseItem<T>> _items = new(new SseItem<T>(payload, eventName));
    private readonly Repeated<SseItem<T>> _itemsWithId = new(new SseItem<T>(payload, eventName) { EventId = PeerId });

    internal override string Route => route;

    internal override string Topic => payload is Tick tick ? tick.Symbol : "";

    protected T Payload => payload;

    internal override int WriteFrames()
    {
        var length = 0;
        for (var i = 0; i < Repeats; i++)
        {
            Append();
            length = _batch.Written.Length;
            _batch.Clear();
        }

        return length;
    }

    internal override int FormatFrames(bool withId)
    {
        var task = Format((withId ? _itemsWithId : _items).Times(Repeats), _stream);
        if (!task.IsCompletedSuccessfully) throw new InvalidOperationException("Nothing here waits.");
        return _stream.Written.Length;
    }

    internal override int Publish()
    {
        for (var i = 0; i < Repeats; i++) publish(payload);
        return Repeats;
    }

    internal override byte[] WrittenFrame()
    {
        Append();
        var written = _batch.Written.ToArray();
        _batch.Clear();
        return written;
    }

    internal override byte[] FormattedFrame() => _stream.Written.ToArray();

    protected abstract Task Format(IAsyncEnumerable<SseItem<T>> items, Stream stream);

    private void Append()
    {
        var frame = _batch.Open();
        write(ref frame, payload);
        frame.Commit();
    }
}
