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
        "One event each 25 ms: nothing can be batched, each delivery is a send of its own.");

    public static readonly Work Idle = new("idle", "8,000 subscribers at once, then idle", 8_000, 0, SmallCapacity,
        "All connects are started at once; the time is that until the last has its response head. After 2 s, and a collection where one can be asked for, the growth of the resident memory is divided by 8,000.");

    public static readonly Work Topics = new("topics", "10,000 topics with one subscriber each, one event to each", 10_000, 0, SmallCapacity,
        "Memory is the growth from before the first subscriber to after the last event. Where a contestant takes no batch that spans topics, its CPU includes a POST for each event.");

    public static readonly Work[] All = [Saturated, Posts, Paced, Idle, Topics];
}
