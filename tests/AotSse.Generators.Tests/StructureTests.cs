namespace AotSse.Generators.Tests;

/// <summary>What keeps the generator readable and its steps observable.</summary>
public sealed class StructureTests
{
    private const int MaxPipelineLines = 90;
    private const int MaxLines = 300;

    private static readonly string Folder = Path.Combine(Places.Repository, "generators", "AotSse.Generators");

    [Fact]
    public void The_pipeline_file_only_wires()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "EventStreamGenerator.cs"));

        Assert.True(text.Split('\n').Length <= MaxPipelineLines);
        Assert.DoesNotContain("GetMembers", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SourceWriter", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ReportDiagnostic", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_is_long()
    {
        var files = Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.ReadAllLines(file).Length <= MaxLines, file));
    }

    [Fact]
    public async Task Every_named_step_is_tracked()
    {
        var run = await GeneratorRun.OfAsync("using AotSse; public sealed partial class Prices { [EventStream(\"/prices\")] public partial void Changed(decimal price); } [AotSse.Client.EventStreamClient(typeof(Prices))] public sealed partial class PricesClient;");

        Assert.NotEmpty(Caching.Names);
        Assert.Subset(run.Steps.Keys.ToHashSet(), Caching.Names.ToHashSet());
    }
}
