using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Tests;

/// <summary>Streams of class libraries: whoever references one maps its streams along with his own, and finds one method to do so.</summary>
public sealed class LibraryTests
{
    private const string Library = """
        using AotSse;

        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("App")]

        internal sealed partial class News
        {
            [EventStream("/news")]
            public partial void Told(string text);
        }
        """;

    private const string App = """
        using AotSse;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;

        internal sealed partial class Prices
        {
            [EventStream("/prices")]
            public partial void Changed(decimal price);
        }

        public static class Start
        {
            public static void Run(WebApplicationBuilder builder)
            {
                builder.Services.AddEventStreams();
                var app = builder.Build();
                app.MapEventStreams();
                app.MapEventStreamContracts();
            }
        }
        """;

    [Theory]
    [InlineData("My.Library")]
    [InlineData("my-library")]
    public void An_app_calls_the_registrars_of_its_libraries_and_sees_its_own_extensions_alone(string name)
    {
        var library = Generate(name, Library, [], out _);
        var app = Generate("App", App, [library], out var files);

        var registrar = $"global::AotSse.Generated.{(name == "my-library" ? "my_x002Dlibrary" : "My_Library")}Streams";
        Assert.Contains($"{registrar}.AddTo(builder);", files["EventStreamServiceCollectionExtensions.g.cs"], StringComparison.Ordinal);
        Assert.Contains($"{registrar}.MapTo(streams);", files["EventStreamEndpointRouteBuilderExtensions.g.cs"], StringComparison.Ordinal);
        Assert.Contains($"{registrar}.DescribeTo(contracts);", files["EventStreams.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain(registrar, files["EventStreamRegistrar.g.cs"], StringComparison.Ordinal);
        Assert.NotNull(app);
    }

    /// <summary>A library of libraries: each registrar is called once, by the app.</summary>
    [Fact]
    public void A_library_registers_its_own_streams_alone()
    {
        var inner = Generate("Inner", Library, [], out _);
        var outer = Generate("Outer", Library.Replace("News", "Sports", StringComparison.Ordinal).Replace("/news", "/sports", StringComparison.Ordinal), [inner], out var files);
        Generate("App", App, [inner, outer], out var appFiles);

        Assert.DoesNotContain("InnerStreams", files["EventStreamRegistrar.g.cs"], StringComparison.Ordinal);
        foreach (var registrar in new[] { "AppStreams", "InnerStreams", "OuterStreams" })
            Assert.Single(appFiles["EventStreamServiceCollectionExtensions.g.cs"].Split('\n'), line => line.Contains(registrar, StringComparison.Ordinal));
    }

    /// <summary>An edit in the app leaves what it knows of its libraries as it is.</summary>
    [Fact]
    public void An_edit_leaves_the_libraries_alone()
    {
        var library = Generate("My.Library", Library, [], out _);
        var compilation = Compilation("App", App, [library]);
        var driver = GeneratorRun.CreateDriver().RunGenerators(compilation, TestContext.Current.CancellationToken);

        Caching.AssertSecondRunIsCached(driver, compilation);
    }

    /// <summary>Compiles without a warning; gives the image, as an app references it.</summary>
    private static PortableExecutableReference Generate(string name, string source, MetadataReference[] references, out Dictionary<string, string> files)
    {
        var driver = GeneratorRun.CreateDriver().RunGeneratorsAndUpdateCompilation(Compilation(name, source, references), out var output, out _, TestContext.Current.CancellationToken);
        DiagnosticAssert.None("the compiler", output.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1591"));
        files = driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString());
        using var image = new MemoryStream();
        Assert.True(output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static CSharpCompilation Compilation(string name, string source, MetadataReference[] references) =>
        UserProject.Compile([source]).WithAssemblyName(name).AddReferences(references);
}
