using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary><c>/metrics</c> as Prometheus' own parser reads it.</summary>
public sealed class MetricsTests
{
    private const string AllTopics = "/stream/{**topic}";

    [Fact]
    public async Task Every_family_has_a_type_and_a_help_and_tells_what_has_happened()
    {
        await using var server = await ServerProcess.StartAsync();
        using var one = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        using var two = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        for (var i = 0; i < 3; i++)
        {
            await server.Publisher.PublishAsync("a", "x");
            await one.NextBlockAsync();
            await two.NextBlockAsync();
        }

        var before = await ReadAsync(server);
        Assert.All(before.Values, family => Assert.NotEqual("", family.Help));
        Assert.All(before.Values, family => Assert.True(family.Type is "counter" or "gauge" or "histogram", family.Type));
        Assert.Equal(2, before["aotsse_subscribers"].Value("http_route", AllTopics));
        Assert.Equal(1, before["aotsse_topics"].Value("http_route", AllTopics));
        Assert.Equal(3, before["aotsse_published_events"].Value("http_route", AllTopics));
        Assert.Equal(6, before["aotsse_deliveries"].Value());
        Assert.True(before["aotsse_log_size_bytes"].Value() >= 256);

        // A rate needs to see the zero before the first time.
        foreach (var reason in new[] { "client", "timeout", "lag", "drain", "expired", "completed", "error" })
            Assert.Equal(0, before["aotsse_disconnects"].Value("aotsse_reason", reason));
        Assert.Equal(0, before["aotsse_refusals"].Value("aotsse_reason", "topic"));
        Assert.Equal(0, before["aotsse_replays"].Value("aotsse_outcome", "resumed"));
        Assert.Equal(0, before["aotsse_dropped_events"].Value("aotsse_reason", "drop_oldest"));

        two.Dispose();
        await server.Publisher.PublishAsync("a", "y");
        await one.NextBlockAsync();
        var after = await Deadline.UntilAsync(() => ReadAsync(server), all => all["aotsse_disconnects"].Value("aotsse_reason", "client") == 1, Deadline.Usual, "the client that has gone is counted");
        Assert.Equal(1, after["aotsse_subscribers"].Value("http_route", AllTopics));
        Assert.Equal(7, after["aotsse_deliveries"].Value());
        var wait = after["aotsse_publish_to_send_duration_seconds"];
        Assert.Equal("histogram", wait.Type);
        Assert.Equal(1, wait.Sample("_count").Value);
        Assert.Equal(1, wait.Samples.Single(sample => sample.Labels.GetValueOrDefault("le") == "+Inf").Value);
    }

    [Fact]
    public async Task The_process_has_its_figures_under_the_names_that_dashboards_know()
    {
        await using var server = await ServerProcess.StartAsync();
        var read = await ReadAsync(server);
        Assert.Equal("counter", read["process_cpu_seconds"].Type);
        Assert.InRange(read["process_cpu_seconds"].Value(), 0.001, 20);
        Assert.InRange(read["process_resident_memory_bytes"].Value(), 5e6, 200e6);
        Assert.True(read["process_virtual_memory_bytes"].Value() > read["process_resident_memory_bytes"].Value());
        Assert.InRange(read["process_start_time_seconds"].Value(), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 2);
        Assert.InRange(read["process_open_fds"].Value(), 5, 1_000);
        Assert.InRange(read["process_threads"].Value(), 2, 200);
        Assert.Contains("dotnet_gc_collections", read.Keys);
        Assert.Equal("gauge", read["dotnet_thread_pool_thread_count"].Type);
    }

    [Fact]
    public async Task Several_who_scrape_at_once_read_whole_answers()
    {
        await using var server = await ServerProcess.StartAsync();
        var texts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.Publisher.GetAsync("/metrics")));
        foreach (var text in texts) Assert.Contains("aotsse_subscribers", (await ParseAsync(text.Body)).Keys);
    }

    private static async Task<Dictionary<string, Family>> ReadAsync(ServerProcess server)
    {
        var answer = await server.Publisher.GetAsync("/metrics");
        Assert.Equal((200, "text/plain"), (answer.Status, answer.MediaType));
        return await ParseAsync(answer.Body);
    }

    private static async Task<Dictionary<string, Family>> ParseAsync(string text)
    {
        var script = Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "clients", "prometheus.py");
        var run = await Command.RunAsync(Python.CreateProcess(script), Encoding.UTF8.GetBytes(text));
        Assert.True(run.ExitCode == 0, $"{run}\n{text}");
        var families = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<Family>(line, JsonSerializerOptions.Web)!).ToList();
        return families.ToDictionary(family => family.Name); // A name that comes twice is an error.
    }

    private sealed record Family(string Name, string Type, string Help, Sample[] Samples)
    {
        public double Value(string label = "", string value = "") => Assert.Single(Samples, sample => label.Length == 0 || sample.Labels.GetValueOrDefault(label) == value).Value;

        public Sample Sample(string suffix) => Assert.Single(Samples, sample => sample.Name == Name + suffix);
    }

    private sealed record Sample(string Name, Dictionary<string, string> Labels, double Value);
}
