namespace AotSse.Benchmarks.Running;

/// <summary>One server to be timed: how it comes to be and how it is started.</summary>
internal sealed record Contestant
{
    public required string Name { get; init; }

    /// <summary>Its title in the table.</summary>
    public required string Title { get; init; }

    /// <summary>What must be there before it can be built; its absence is an error that names it.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute: searching PATH would be part of the measured time.</summary>
    public required string Executable { get; init; }

    public string[] Arguments { get; init; } = [];

    public required Func<int, string[]> Environment { get; init; }

    /// <summary>Writes the settings of one that takes its port from a file.</summary>
    public Action<int>? BeforeStart { get; init; }

    /// <summary>A folder with its published files and nothing else.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Outside its folder: hosts watch that one for changes.</summary>
    public required string LogFile { get; init; }

    /// <summary>Every file a start needs.</summary>
    public required string[] Needs { get; init; }

    public required Action<CancellationToken> Publish { get; init; }

    public void ThrowIfSourceIsMissing()
    {
        if (!File.Exists(Source))
            throw new BenchmarkException($"Contestant '{Name}' cannot be built: {Source} is missing. Leave it out with --only.");
    }

    public void ThrowIfNotPublished()
    {
        foreach (var file in Needs)
        {
            if (!File.Exists(file))
                throw new BenchmarkException(
                    $"Contestant '{Name}' cannot start: {file} is missing. Run without --no-publish, or leave it out with --only.");
        }
    }
}
