using System.Text;
using System.Text.Json;

namespace AotSse.Cluster.Tests.Harness;

/// <summary>The metrics of a node, read by Prometheus' own parser.</summary>
internal sealed class Metrics
{
    private readonly Dictionary<string, Family> _families;

    private Metrics(IEnumerable<Family> families) => _families = families.ToDictionary(static family => family.Name);

    public static async Task<Metrics> ReadAsync(ServerProcess node)
    {
        var script = Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "clients", "prometheus.py");
        var text = (await node.Publisher.GetAsync("/metrics")).Body;
        var run = await Command.RunAsync(Python.CreateProcess(script), Encoding.UTF8.GetBytes(text));
        Assert.True(run.ExitCode == 0, $"{run}\n{text}");
        return new Metrics(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonSerializer.Deserialize<Family>(line, JsonSerializerOptions.Web)!));
    }

    /// <summary>The sum over all partitions of a figure, whose type must be this one if it is given.</summary>
    public double Value(string name, string? type = null, string suffix = "")
    {
        Assert.True(_families.TryGetValue(name, out var family), $"There is no {name} among {string.Join(' ', _families.Keys)}");
        Assert.NotEmpty(family.Help);
        if (type is not null) Assert.Equal(type, family.Type);
        return family.Samples.Where(sample => sample.Name == name + suffix).Sum(static sample => sample.Value);
    }

    private sealed record Family(string Name, string Type, string Help, Sample[] Samples);

    private sealed record Sample(string Name, Dictionary<string, string> Labels, double Value);
}
