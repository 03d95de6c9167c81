using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AotSse.Generators.Tests.Clients;

/// <summary>A client needs no more of the streams than the metadata of the assembly that declares them.</summary>
public sealed class ClientOfReferenceTests
{
    private const string Contract = """
        using System;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;
        using AotSse;

        namespace Shop;

        public sealed record Line(string? Sku, int Quantity);

        public sealed partial class Prices
        {
            [EventStream("/prices/{symbol}")]
            public partial void PriceChanged(string symbol, decimal price, List<Line> lines);

            [EventStream("/prices/{symbol}", Event = "halted")]
            public partial ValueTask Halted(string symbol, [Payload] string? reason);

            [EventStream("/clock/{zone}")]
            public async partial IAsyncEnumerable<Line> Ticks(string zone, int? every, [LastEventId] string? last, [EnumeratorCancellation] CancellationToken cancellation)
            {
                await Task.Yield();
                yield break;
            }
        }
        """;

    private const string Client = """
        namespace Shop;

        [AotSse.Client.EventStreamClient(typeof(Prices))]
        public sealed partial class PricesClient;
        """;

    [Fact]
    public async Task From_metadata_the_same_code_comes_as_from_source()
    {
        var whole = await GeneratorRun.OfAsync(Contract, Client);
        var library = await GeneratorRun.OfAsync(Contract);
        var (output, files) = Run([.. References.All, Image(library)]);

        var expected = whole.Files.Where(file => file.Key.Contains("PricesClient", StringComparison.Ordinal)).ToList();
        Assert.Equal(["Shop.PricesClient.Prices.g.cs", "Shop.PricesClient.Ticks.g.cs", "Shop.PricesClient.g.cs"], expected.Select(file => file.Key).Order(StringComparer.Ordinal));
        foreach (var (name, text) in expected) Assert.Equal(text, files[name]);
        AssertCompiles(output);
    }

    [Fact]
    public async Task A_client_needs_no_reference_to_a_web_server()
    {
        var library = await GeneratorRun.OfAsync(Contract);
        MetadataReference core = References.All.Single(reference => reference.Display!.EndsWith("AotSse.dll", StringComparison.Ordinal));
        var (output, files) = Run([.. References.Runtime, core, References.Client, Image(library)]);

        Assert.Equal(["Microsoft.CodeAnalysis.EmbeddedAttribute.cs", "Shop.PricesClient.Prices.g.cs", "Shop.PricesClient.Ticks.g.cs", "Shop.PricesClient.g.cs"], files.Keys.Order(StringComparer.Ordinal));
        AssertCompiles(output);
    }

    private static PortableExecutableReference Image(GeneratorRun library)
    {
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static (Compilation Output, ImmutableDictionary<string, string> Files) Run(MetadataReference[] references)
    {
        var compilation = CSharpCompilation.Create("Client", [UserProject.Parse(Client, "Client.cs")], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var result = GeneratorRun.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _, TestContext.Current.CancellationToken).GetRunResult().Results.Single();
        return (output, result.GeneratedSources.ToImmutableDictionary(source => source.HintName, source => source.SourceText.ToString()));
    }

    private static void AssertCompiles(Compilation output) =>
        DiagnosticAssert.None("the compiler", output.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity >= DiagnosticSeverity.Warning && found.Id != "CS1591"));
}
