using AotSse.Log;
using AotSse.Telemetry;
using Microsoft.Extensions.Logging;

namespace AotSse.Fanout;

/// <summary>
/// Keeps the logs of all topics within what they may take together. Each topic's own retention bounds one log, not a hundred thousand of them: a process in a
/// small container must forget before the kernel ends it. Thread-safe.
/// </summary>
/// <param name="limit">The most bytes.</param>
/// <param name="clock">Tells how old events are.</param>
/// <param name="streams">Whose topics there are.</param>
/// <param name="logger">Is told when something was dropped before its time.</param>
internal sealed class LogMemory(long limit, LogClock clock, Func<IEnumerable<PushStream>> streams, ILogger logger) : IThreadPoolWorkItem
{
    private const long LeastLimit = 4 * 1024 * 1024;

    /// <summary>What the process takes without any event.</summary>
    private const long EverythingElse = 32 * 1024 * 1024;

    /// <summary>The clock's units in a second.</summary>
    private const int Second = 10;

    /// <summary>What a log may keep is divided by this as long as there is no room.</summary>
    private const int Share = 4;

    /// <summary>The time between two warnings.</summary>
    private const int TellAgain = 60 * Second;

    // From here on old events go before their time.
    private readonly long _tight = limit - limit / 4;

    // Taken by the publisher that finds memory tight, given back when there is room again.
    private Turn _turn;

    // Who holds the turn: when the next warning may come.
    private int _told;

    /// <summary>Lends the memory.</summary>
    public SegmentPool Pool { get; } = new((int)Math.Min(SegmentPool.MostIdleBytesPerSize, limit / 16));

    /// <summary>A quarter of what the collector says that there is: the limit of a container, else the machine's memory.</summary>
    public static long DefaultLimit() => Math.Max(LeastLimit, (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - EverythingElse) / 4);

    /// <summary>Asks for room for an event.</summary>
    /// <exception cref="EventMemoryException">There is none.</exception>
    public void Admit(int bytes)
    {
        if (Pool.Bytes + bytes > _tight) AdmitTight(bytes);
    }

    /// <summary>Says that an event comes whether there is room or not: old ones go if it is tight.</summary>
    public void Expect(int bytes)
    {
        if (Pool.Bytes + bytes > _tight) AskForRelief();
    }

    /// <summary>Whether half of the limit is free, without what waits to be used again.</summary>
    public bool HasRoom()
    {
        if (Pool.Bytes <= limit / 2) return true;
        Pool.DropIdle();
        return Pool.Bytes <= limit / 2;
    }

    void IThreadPoolWorkItem.Execute()
    {
        _turn.Begin();
        if (!HasRoom()) Relieve();
        if (!_turn.End()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void AdmitTight(int bytes)
    {
        AskForRelief();
        if (Pool.Bytes + bytes > limit) throw new EventMemoryException(limit);
    }

    private void AskForRelief()
    {
        if (_turn.Ask()) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>
    /// Halves the age of what is kept until there is room; what came within a second is no more to be told apart by age, so of that the largest logs give
    /// first. What somebody who keeps up has not been offered yet stays.
    /// </summary>
    private void Relieve()
    {
        var age = Oldest();
        while (age > Second && !HasRoom())
        {
            age /= 2;
            var time = clock.Now - age;
            foreach (var stream in streams()) stream.DropUntil(time);
        }

        for (var bytes = limit / 2; !HasRoom(); bytes /= Share)
        {
            age = 0;
            foreach (var stream in streams()) stream.DropOffered(bytes);
            if (bytes == 0) break;
        }

        if (_told > clock.Now) return;
        _told = clock.Now + TellAgain;
        StreamLog.Relieved(logger, limit, age / (double)Second, Pool.Bytes);
    }

    private int Oldest()
    {
        var age = TimeSpan.Zero;
        foreach (var stream in streams())
            if (stream.Retention.Age > age) age = stream.Retention.Age;
        return Math.Min(clock.Now, (int)Math.Min(int.MaxValue / 2, age.TotalSeconds * Second));
    }
}
