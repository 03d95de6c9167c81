using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AotSse.Generators.Tests.Harness;

/// <summary>
/// What a user's project references: the reference packs of net10.0 and AotSse.dll. From the SDK's folder, not from the assemblies that
/// happen to be loaded, so that a test sees what a build sees.
/// </summary>
internal static class References
{
    private const string Framework = "net10.0";

    /// <summary>.NET without ASP.NET Core.</summary>
    public static ImmutableArray<MetadataReference> Runtime { get; } = [.. Pack("Microsoft.NETCore.App.Ref")];

    /// <summary>What a client references that knows nothing of servers.</summary>
    public static MetadataReference Client { get; } = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "AotSse.Client.dll"));

    /// <summary>Loaded once: reading 300 assemblies is most of the time of a test.</summary>
    public static ImmutableArray<MetadataReference> All { get; } =
    [
        .. Runtime,
        .. Pack("Microsoft.AspNetCore.App.Ref"),
        MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "AotSse.dll")),
        Client,

        // Payloads that the tests know as types.
        MetadataReference.CreateFromFile(typeof(References).Assembly.Location),
    ];

    private static IEnumerable<MetadataReference> Pack(string name)
    {
        var folder = Directory.GetDirectories(Path.Combine(Places.TargetingPacks, name), "10.0.*")
            .OrderBy(version => Version.Parse(Path.GetFileName(version)))
            .Last();
        return Directory.GetFiles(Path.Combine(folder, "ref", Framework), "*.dll")
            .Order(StringComparer.Ordinal)
            .Select(file => MetadataReference.CreateFromFile(file));
    }
}
