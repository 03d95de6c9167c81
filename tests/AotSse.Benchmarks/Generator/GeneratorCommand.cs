using System.Globalization;
using AotSse.Benchmarks.Running;
using AotSse.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Benchmarks.Generator;

/// <summary>The command <c>generator</c>: what the source generator costs in a project of 500 streams, at first and at each keystroke.</summary>
internal static class GeneratorCommand
{
    private const string Usage = """
        Usage: AotSse.Benchmarks generator

        Times the generator in a project of 500 streams: a cold run, and a keystroke in the body of a method, in a file without streams and in one with.
        """;

    private const int Rounds = 21;
    private static readonly TimeSpan KeystrokeGoal = TimeSpan.FromMilliseconds(5);

    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(Usage);
            return ExitCode.Success;
        }

        if (arguments.Length > 0)
        {
            Console.Error.WriteLine($"Unknown option '{arguments[0]}'.\n\n{Usage}");
            return ExitCode.Usage;
        }

        var project = new StreamProject();
        Cold(project.Compile());
        var cold = Median(Rounds / 2, () => Cold(project.Compile()));

        Console.WriteLine($"machine  {Machine.Describe()}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cold run of {StreamProject.Streams} streams        {cold.TotalMilliseconds:0.0} ms"));
        var isMet = Print("a keystroke in another file", Keystrokes(project, StreamProject.OtherFile));
        isMet &= Print("a keystroke in a file of streams", Keystrokes(project, StreamProject.FileOfStreams));
        return isMet ? ExitCode.Success : ExitCode.Failure;
    }

    private static bool Print(string what, TimeSpan median)
    {
        var isMet = median <= KeystrokeGoal;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-33} {median.TotalMilliseconds:0.0} ms (goal <= {KeystrokeGoal.TotalMilliseconds:0}: {(isMet ? "met" : "MISSED")})"));
        return isMet;
    }

    private static TimeSpan Cold(CSharpCompilation compilation) => Time(CreateDriver().RunGenerators(compilation));

    /// <summary>The driver lives on, as in an IDE, and each round changes a number in a body.</summary>
    private static TimeSpan Keystrokes(StreamProject project, string file)
    {
        var compilation = project.Compile();
        GeneratorDriver driver = CreateDriver().RunGenerators(compilation);
        var version = 0;
        return Median(Rounds, () =>
        {
            compilation = StreamProject.Edit(compilation, file, ++version);
            driver = driver.RunGenerators(compilation);
            return Time(driver);
        });
    }

    private static CSharpGeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create([new EventStreamGenerator().AsSourceGenerator()], parseOptions: StreamProject.ParseOptions);

    private static TimeSpan Time(GeneratorDriver driver) => driver.GetTimingInfo().GeneratorTimes.Single().ElapsedTime;

    private static TimeSpan Median(int rounds, Func<TimeSpan> run)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < rounds; i++) times.Add(run());
        times.Sort();
        return times[times.Count / 2];
    }
}
