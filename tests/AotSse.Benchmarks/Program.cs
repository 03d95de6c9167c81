using AotSse.Benchmarks;
using AotSse.Benchmarks.Cluster;
using AotSse.Benchmarks.Fanout;
using AotSse.Benchmarks.Frames;
using AotSse.Benchmarks.Generator;
using AotSse.Benchmarks.Publish;
using AotSse.Benchmarks.Start;

const string Usage = """
    Usage: AotSse.Benchmarks <command> [options]

    Commands:
      fanout   Events/s, CPU, latency and memory with thousands of subscribers: AotSse and seven peers.
      cluster  What RabbitMQ behind the topics costs: latency, throughput of one node and of three, CPU, and reading back at a start.
      publish  Events/s of one publisher without subscribers: AotSse by lines of a batch and by POSTs, and nchan.
      start    Time from exec to the first body byte, memory and size: AotSse, an app on the library, raw Kestrel, a stock native hello, the seed on Node.
      frames   Time and allocations of one event: the generated writer, SseFormatter with JsonSerializer, and the JSON alone.
      generator  Time of the source generator in a project of 500 streams: a cold run, and a keystroke.

    AotSse.Benchmarks <command> --help lists the options of a command.
    """;

switch (args)
{
    case ["fanout", .. var options]:
        return FanoutCommand.Run(options);

    case ["cluster", .. var options]:
        return ClusterCommand.Run(options);

    case ["publish", .. var options]:
        return PublishCommand.Run(options);

    case ["start", .. var options]:
        return StartCommand.Run(options);

    case ["frames", .. var options]:
        return FramesCommand.Run(options);

    case ["generator", .. var options]:
        return GeneratorCommand.Run(options);

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
