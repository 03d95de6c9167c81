using AotSse.Log;

namespace AotSse.Tests.Fanout.Model;

/// <summary>The simplest model of a topic: everything that was ever published to it, and which of it the retention promises to keep.</summary>
/// <param name="retention">The promise.</param>
/// <param name="floor">The number up to which events may be gone from the start.</param>
internal sealed class ModelTopic(Retention retention, long floor)
{
    private readonly List<ModelEvent> _events = [];
    private long _bytes;
    private int _expired = int.MinValue;

    /// <summary>Index of the oldest event that must still be there.</summary>
    public int FirstPromised { get; private set; }

    /// <summary>The number up to which events may be gone.</summary>
    public long Floor => FirstPromised > 0 ? _events[FirstPromised - 1].Number : floor;

    public int Count => _events.Count;

    public bool IsEmpty => FirstPromised == _events.Count;

    public ModelEvent this[int index] => _events[index];

    public void Publish(ModelEvent published)
    {
        _events.Add(published);
        _bytes += published.Bytes;
        while (_events.Count - FirstPromised > 1 && (_events.Count - FirstPromised > retention.Events || _bytes > retention.Bytes)) DropFirst();
    }

    /// <summary>Drops by age.</summary>
    public void Trim(int now)
    {
        _expired = now - (int)(retention.Age.TotalSeconds * 10);
        while (!IsEmpty && HasExpired(FirstPromised)) DropFirst();
    }

    public bool HasExpired(int index) => _events[index].Time <= _expired;

    /// <summary>The first event with a higher number.</summary>
    public int IndexAfter(long number)
    {
        var index = _events.Count;
        while (index > 0 && _events[index - 1].Number > number) index--;
        return index;
    }

    /// <summary>Whether a newer event has the same key.</summary>
    public bool IsSuperseded(int index) => _events[index].Key is { } key && _events.FindIndex(index + 1, newer => newer.Key == key) >= 0;

    private void DropFirst() => _bytes -= _events[FirstPromised++].Bytes;
}

/// <param name="Number">The number in its id.</param>
/// <param name="Data">Its data.</param>
/// <param name="Key">What it replaces older ones by.</param>
/// <param name="Time">When it goes by age, on the log's clock.</param>
/// <param name="Bytes">What it takes in the log.</param>
internal sealed record ModelEvent(long Number, string Data, string? Key, int Time, int Bytes);
