using AotSse.Benchmarks;
using AotSse.Benchmarks.Frames;
using AotSse.Benchmarks.Start;

const string Usage = """
    Usage: AotSse.Benchmarks <command> [options]

    Commands:
      start    Time from exec to the first body byte of / and /stream: AotSse, a stock native hello, the seed on Node.
      frames   Time and allocations of one event: the generated writer, SseFormatter with JsonSerializer, and the JSON alone.

    AotSse.Benchmarks <command> --help lists the options of a command.
    """;

switch (args)
{
    case ["start", .. var options]:
        return StartCommand.Run(options);

    case ["frames", .. var options]:
        return FramesCommand.Run(options);

    case ["--help" or "-h" or "help"]:
        Console.WriteLine(Usage);
        return ExitCode.Success;

    case []:
        Console.Error.WriteLine(Usage);
        return ExitCode.Usage;

    default:
        Console.Error.WriteLine($"Unknown command '{args[0]}'.\n\n{Usage}");
        return ExitCode.Usage;
}
