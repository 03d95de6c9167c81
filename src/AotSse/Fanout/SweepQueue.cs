using System.Collections.Concurrent;

namespace AotSse.Fanout;

/// <summary>
/// The topics whose subscribers lack events. As many workers as there are cores take them one after another, so that many small topics do
/// not cost the thread pool an item each. Thread-safe.
/// </summary>
internal sealed class SweepQueue : IThreadPoolWorkItem
{
    /// <summary>Topics a worker serves before it lets other work have the thread.</summary>
    private const int Turn = 64;

    private static readonly int MaxWorkers = Environment.ProcessorCount;

    private readonly ConcurrentQueue<Topic> _topics = [];

    // Interlocked only: workers that are queued or run.
    private int _workers;

    /// <summary>Queues a topic; each may stand in the queue once.</summary>
    public void Add(Topic topic)
    {
        _topics.Enqueue(topic);

        // Either this side sees that the last worker has gone, or that worker sees the topic.
        Interlocked.MemoryBarrier();
        StartWorker();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var served = 0; served < Turn; served++)
        {
            if (!_topics.TryDequeue(out var topic))
            {
                Interlocked.Decrement(ref _workers);
                if (!_topics.IsEmpty) StartWorker();
                return;
            }

            topic.Sweep();
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void StartWorker()
    {
        for (var workers = Volatile.Read(ref _workers); workers < MaxWorkers;)
        {
            var seen = Interlocked.CompareExchange(ref _workers, workers + 1, workers);
            if (seen == workers)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }

            workers = seen;
        }
    }
}
