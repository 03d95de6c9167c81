using BenchmarkDotNet.Attributes;

namespace AotSse.Benchmarks.Frames;

/// <summary>One event, from the payload to the bytes of the frame, and to the log that clients are served from.</summary>
public class FrameBenchmarks
{
    internal const string Publish = "publish";

    [ParamsSource(nameof(Payloads))]
    public FrameCase Payload { get; set; } = null!;

    public static IEnumerable<FrameCase> Payloads => FrameCases.All;

    [BenchmarkCategory("frame"), Benchmark(Baseline = true, OperationsPerInvoke = FrameCase.Repeats)]
    public int SseFormatter() => Payload.FormatFrames(withId: false);

    [BenchmarkCategory("frame"), Benchmark(OperationsPerInvoke = FrameCase.Repeats)]
    public int Generated() => Payload.WriteFrames();

    [BenchmarkCategory(Publish), Benchmark(Baseline = true, OperationsPerInvoke = FrameCase.Repeats)]
    public int SseFormatterWithId() => Payload.FormatFrames(withId: true);

    [BenchmarkCategory(Publish), Benchmark(OperationsPerInvoke = FrameCase.Repeats)]
    public int GeneratedPush() => Payload.Publish();
}

/// <summary>The JSON alone, both into one fixed buffer.</summary>
public class JsonBenchmarks
{
    [ParamsSource(nameof(Payloads))]
    public IJsonCase Payload { get; set; } = null!;

    public static IEnumerable<IJsonCase> Payloads => FrameCases.All.OfType<IJsonCase>();

    [BenchmarkCategory("json"), Benchmark(Baseline = true, OperationsPerInvoke = FrameCase.Repeats)]
    public int JsonSerializer() => Payload.SerializeJson();

    [BenchmarkCategory("json"), Benchmark(OperationsPerInvoke = FrameCase.Repeats)]
    public int Generated() => Payload.WriteJson();
}
