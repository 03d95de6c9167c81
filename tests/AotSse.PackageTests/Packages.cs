using System.Diagnostics;
using System.Globalization;

namespace AotSse.PackageTests;

/// <summary>The packages as <c>dotnet pack</c> makes them, in a feed of their own, under a version that no cache knows.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aotsse-packages-").FullName;

    internal string Version { get; } = "0.1.0-test." + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        var root = RepositoryRoot();
        foreach (var project in new[] { "AotSse", "AotSse.Client", "AotSse.RabbitMq" })
            await RunAsync(root, "pack", Path.Combine("src", project), "-o", Path.Combine(_folder, "feed"), $"-p:Version={Version}", $"-p:ArtifactsPath={Path.Combine(_folder, "artifacts")}");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in new[] { "aotsse", "aotsse.client", "aotsse.rabbitmq" })
            if (Directory.Exists(Path.Combine(cache, package, Version))) Directory.Delete(Path.Combine(cache, package, Version), recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>A project outside of the repository that knows nothing but the packages.</summary>
    internal string NewProject(string name, string sdk, string properties, string program, params string[] packages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""<configuration><packageSources><add key="packages" value="{Path.Combine(_folder, "feed")}" /></packageSources></configuration>""");
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net9.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <WarningsNotAsErrors>NU1900</WarningsNotAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"""<PackageReference Include="{package}" Version="{Version}" />"""))}
              </ItemGroup>
            </Project>
            """);
        return folder;
    }

    /// <summary>Runs <c>dotnet</c> and returns what it printed; anything but 0 is a failed test.</summary>
    internal static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var (code, output) = await TryAsync(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Runs <c>dotnet</c> and returns its exit code and what it printed.</summary>
    internal static async Task<(int Code, string Output)> TryAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        // What the test host was started with must not lead another build.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && name != "MSBUILDDISABLENODEREUSE").ToArray()) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AotSse.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("AotSse.sln");
        return folder.FullName;
    }
}
