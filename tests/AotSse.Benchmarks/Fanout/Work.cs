namespace AotSse.Benchmarks.Fanout;

/// <summary>One thing the contestants have to do.</summary>
/// <param name="Name">What the command line and the load client call it.</param>
/// <param name="Title">Its headline.</param>
/// <param name="Subscribers">Connections held at the same time.</param>
/// <param name="Seconds">The measured time; 0 for a work that ends by itself.</param>
/// <param name="Capacity">How many events a subscriber may be behind where a contestant reserves that room.</param>
/// <param name="About">How it is done, for the document.</param>
internal sealed record Work(string Name, string Title, int Subscribers, double Seconds, int Capacity, string About)
{
    /// <summary>Above the window of the load client, so that a contestant that keeps up loses nothing.</summary>
    private const int UsualCapacity = 1024;

    /// <summary>Where at most one event is on its way: reserved room is not what is measured.</summary>
    private const int SmallCapacity = 16;

    public static readonly Work Saturated = new("saturated", "1,000 subscribers, saturated", 1_000, 5, UsualCapacity,
        "Events of 100 bytes in batches of 32, as fast as the slowest subscriber takes them: never more than 512 events ahead of it, so nobody has to drop any.");

    public static readonly Work Posts = new("posts", "1,000 subscribers, single posts", 1_000, 5, UsualCapacity,
        "The same, but each event is a POST of its own on one connection, at most 16 of them unanswered: how a service publishes whose events come one by one.");

    public static readonly Work Paced = new("paced", "1,000 subscribers, 40 events/s", 1_000, 10, UsualCapacity,
        "One event each 25 ms: nothing can be batched, each delivery is a send of its own.") { Rate = 40 };

    public static readonly Work Idle = new("idle", "8,000 subscribers at once, then idle", 8_000, 0, SmallCapacity,
        "All connects are started at once; the time is that until the last has its response head. After 2 s, and a collection where one can be asked for, the growth of the resident memory is divided by 8,000.");

    public static readonly Work Topics = new("topics", "10,000 topics with one subscriber each, one event to each", 10_000, 0, SmallCapacity,
        "Memory is the growth from before the first subscriber to after the last event. Where a contestant takes no batch that spans topics, its CPU includes a POST for each event.");

    public static readonly Work Alone = new("alone", "800 subscribers, 100 events/s", 800, 8, UsualCapacity,
        "One event each 10 ms: what the next work is set against.") { Rate = 100 };

    public static readonly Work Beside = new("beside", "The same, beside 200 that hardly read", 800, 8, UsualCapacity,
        "100 further clients never read, 100 read one byte a second. Only the 800 are measured.") { Rate = 100, Stalled = 100, Trickling = 100 };

    public static readonly Work[] All = [Saturated, Posts, Paced, Alone, Beside, Idle, Topics];

    /// <summary>Events a second; 0 where they come as fast as they can, or once.</summary>
    public int Rate { get; init; }

    /// <summary>Further clients that never read.</summary>
    public int Stalled { get; init; }

    /// <summary>Further clients that read a byte a second.</summary>
    public int Trickling { get; init; }

    /// <summary>For <see cref="Idle"/>: how long the contestant is left alone before it is asked to collect and anything is measured.</summary>
    public double SettleSeconds { get; init; } = 2;

    /// <summary>What the load client calls it.</summary>
    public string LoadName => Rate > 0 ? "paced" : Name;
}
