using AotSse.Benchmarks.Running;

namespace AotSse.Benchmarks.Start;

/// <summary>All that was measured of one contestant: times in milliseconds, sizes in bytes.</summary>
internal sealed class Result(Contestant contestant)
{
    public Contestant Contestant { get; } = contestant;

    public Samples HelloMilliseconds { get; } = new();

    public Samples StreamMilliseconds { get; } = new();

    public Samples ResidentAfterAnswer { get; } = new();

    public Samples ResidentIdle { get; } = new();

    public Samples ExecutableSize { get; } = new(new FileInfo(contestant.Executable).Length);

    public Samples MillisecondsOf(Route route) => route == Route.Stream ? StreamMilliseconds : HelloMilliseconds;
}
