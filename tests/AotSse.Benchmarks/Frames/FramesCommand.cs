using AotSse.Benchmarks.Running;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace AotSse.Benchmarks.Frames;

/// <summary>The command <c>frames</c>: checks that all sides write the same bytes, measures them and holds the ratios against the goals.</summary>
internal static class FramesCommand
{
    private const string Usage = """
        Usage: AotSse.Benchmarks frames [options]

        Times one event by the generated writer against SseFormatter with source-generated JsonSerializer, on the same payloads and bytes:
        the frame alone, the frame published into a topic's log, and the JSON alone. Takes about three minutes.

          --quick          Fewer and shorter iterations: about half a minute, ratios good to a tenth or so.
        """;

    public static int Run(ReadOnlySpan<string> arguments)
    {
        switch (arguments)
        {
            case []:
            case ["--quick"]:
                break;
            case ["--help" or "-h"]:
                Console.WriteLine(Usage);
                return ExitCode.Success;
            default:
                Console.Error.WriteLine($"Unknown option '{arguments[0]}'.\n\n{Usage}");
                return ExitCode.Usage;
        }

        try
        {
            ByteCheck.Run(FrameCases.All);
            WarmUp.Run(FrameCases.All);
            Measure(isQuick: arguments.Length > 0);
            return ExitCode.Success;
        }
        catch (BenchmarkException error)
        {
            Console.Error.WriteLine(error.Message);
            return ExitCode.Failure;
        }
    }

    private static void Measure(bool isQuick)
    {
        var config = Configure(isQuick);
        Summary[] summaries = [BenchmarkRunner.Run<FrameBenchmarks>(config), BenchmarkRunner.Run<JsonBenchmarks>(config)];

        Console.WriteLine($"machine  {Machine.Describe()}");
        foreach (var summary in summaries) MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
        new FramesReport(summaries).Print(Console.Out);
    }

    /// <summary>In this process: a run needs no build, and both sides meet the same compiled code.</summary>
    private static ManualConfig Configure(bool isQuick)
    {
        var job = new Job(isQuick ? "quick" : "full")
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(isQuick ? 40 : 100))
            .WithWarmupCount(isQuick ? 6 : 10)
            .WithIterationCount(isQuick ? 7 : 21);

        return ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumn(CategoriesColumn.Default, TargetMethodColumn.Method, StatisticColumn.Mean, StatisticColumn.Median, BaselineRatioColumn.RatioMean)
            .AddColumnProvider(DefaultColumnProviders.Params, DefaultColumnProviders.Metrics)
            .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)
            .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "aotsse-benchmarks"))
            .WithOptions(ConfigOptions.DisableLogFile);
    }
}
