using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>All that was measured of one contestant: times in milliseconds, sizes in bytes.</summary>
internal sealed class Result(Contestant contestant)
{
    public Contestant Contestant { get; } = contestant;

    public Samples HelloMilliseconds { get; } = new();

    public Samples StreamMilliseconds { get; } = new();

    public Samples ResidentAfterAnswer { get; } = new();

    public Samples PageFaults { get; } = new();

    public Samples ResidentIdle { get; } = new();

    /// <summary>What each of 8,000 subscribers adds to the resident memory; empty where it was not measured.</summary>
    public Samples IdleSubscriber { get; } = new();

    /// <summary>The percentage of one core that all of them take, with a heartbeat each 15 seconds.</summary>
    public Samples IdleCpu { get; } = new();

    public Samples ExecutableSize { get; } = new(new FileInfo(contestant.Executable).Length);

    public Samples MillisecondsOf(Route route) => route == Route.Stream ? StreamMilliseconds : HelloMilliseconds;
}
