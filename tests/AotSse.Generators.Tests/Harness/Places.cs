using System.Reflection;

namespace AotSse.Generators.Tests.Harness;

/// <summary>Where things are that tests read, as the build wrote it into this assembly.</summary>
internal static class Places
{
    /// <summary>The reference packs of the SDK that builds this project.</summary>
    public static string TargetingPacks { get; } = Metadata("TargetingPacks");

    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Metadata("Repository");

    /// <summary>The cases of the snapshot tests.</summary>
    public static string Snapshots { get; } = Path.Combine(Repository, "tests", "AotSse.Generators.Tests", "Snapshots");

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
