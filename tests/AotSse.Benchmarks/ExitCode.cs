namespace AotSse.Benchmarks;

/// <summary>What a command tells the shell. A missed goal is a result, not a failure.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    // 128 + SIGINT, as shells report a program that Ctrl-C ended.
    public const int Interrupted = 130;
}
