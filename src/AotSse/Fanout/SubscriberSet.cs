using System.Runtime.CompilerServices;
using AotSse.Log;

namespace AotSse.Fanout;

/// <summary>The subscribers of one topic. Thread-safe: subscribers come and go while a sweep is under way.</summary>
internal sealed class SubscriberSet
{
    /// <summary>How many are taken out of the set at once for a visit: the lock is held for this long and no longer.</summary>
    private const int Batch = 32;

    private readonly Lock _gate = new();

    // Guarded by _gate; a subscriber's slot too.
    private Subscriber[] _subscribers = [];

    // Written under _gate, read anywhere: a publisher that sees an old count is ordered before the subscriber.
    private volatile int _count;

    public int Count => _count;

    public void Add(Subscriber subscriber)
    {
        lock (_gate)
        {
            if (_count == _subscribers.Length) Array.Resize(ref _subscribers, Math.Max(1, _count * 2));
            subscriber.Slot = _count;
            _subscribers[_count] = subscriber;
            _count++;
        }
    }

    public void Remove(Subscriber subscriber)
    {
        lock (_gate)
        {
            _count--;
            var last = _subscribers[_count];
            _subscribers[subscriber.Slot] = last;
            last.Slot = subscriber.Slot;
            _subscribers[_count] = null!;
            subscriber.Slot = -1;
            if (_count <= _subscribers.Length / 4) Array.Resize(ref _subscribers, _count * 2);
        }
    }

    /// <summary>The position of the one that is farthest behind.</summary>
    public long LeastPosition()
    {
        var least = long.MaxValue;
        lock (_gate)
            foreach (var subscriber in _subscribers.AsSpan(0, _count)) least = Math.Min(least, subscriber.Position);
        return least;
    }

    /// <summary>Visits all that were in the set at the start and still are.</summary>
    /// <param name="view">What the log holds.</param>
    /// <param name="tally">Grows by what is done.</param>
    /// <returns>From where on the log should keep events, because a subscriber that keeps up has not taken them yet.</returns>
    /// <remarks>
    /// From the end to the start: a removal moves the last one, which has been visited, to the free place, so that nobody is missed. One
    /// that comes meanwhile has a cursor behind the view's events, or looks at the log itself.
    /// </remarks>
    public long Visit(in LogView view, ref SweepTally tally)
    {
        var batch = new Subscribers();
        var next = _count;
        var owed = view.EndPosition;
        while (next > 0)
        {
            var taken = 0;
            lock (_gate)
            {
                next = Math.Min(next, _count);
                while (next > 0 && taken < Batch) batch[taken++] = _subscribers[--next];
            }

            for (var i = 0; i < taken; i++) owed = Math.Min(owed, batch[i].OnAppended(view, ref tally));
        }

        return owed;
    }

    [InlineArray(Batch)]
    private struct Subscribers
    {
        private Subscriber _first;
    }
}
