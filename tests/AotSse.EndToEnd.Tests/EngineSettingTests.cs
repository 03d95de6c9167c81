using System.Globalization;

namespace AotSse.EndToEnd.Tests;

/// <summary>Each setting of the engine does what <c>--help</c> says, by option or by variable.</summary>
public sealed class EngineSettingTests
{
    [Theory]
    [InlineData("AOTSSE_RETAIN_EVENTS", "3", 3)]
    [InlineData("AOTSSE_RETAIN_BYTES", "500", 4)]
    public async Task A_topic_keeps_so_much(string variable, string value, int kept)
    {
        await using var server = await StartAsync(variable, value);
        for (var i = 0; i < 10; i++) await server.Publisher.PublishAsync("a", $"{i} {new string('x', 80)}");

        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a", "Last-Event-ID: old")).Stream;
        Assert.Contains("event: gap", await stream.NextBlockAsync(), StringComparison.Ordinal);
        var blocks = await stream.NextBlocksAsync(kept);
        Assert.Equal(Enumerable.Range(10 - kept, kept).Select(i => $"{i}"), blocks.Select(block => block.Split("data: ")[1].Split(' ')[0]));
    }

    [Fact]
    public async Task A_topic_keeps_events_so_long()
    {
        await using var server = await StartAsync("AOTSSE_RETAIN_SECONDS", "1");
        await server.Publisher.PublishAsync("a", "x");
        await Deadline.UntilAsync(async () => (await server.Publisher.GetAsync("/streams")).Body, static body => body.Contains("\"topics\":0", StringComparison.Ordinal), Deadline.Usual, "the topic is forgotten");
    }

    [Fact]
    public async Task All_topics_together_keep_so_much()
    {
        await using var server = await StartAsync("AOTSSE_RETAIN_TOTAL_BYTES", "2097152");
        var data = new string('x', 100_000);
        for (var i = 0; i < 100; i++) await PublishUntilTakenAsync(server, $"t{i}", data);

        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/t99", "Last-Event-ID: old")).Stream;
        var metrics = (await server.Publisher.GetAsync("/metrics")).Body.Split('\n').Single(line => line.StartsWith("aotsse_log_size_bytes ", StringComparison.Ordinal));
        Assert.InRange(double.Parse(metrics.Split(' ')[1], CultureInfo.InvariantCulture), 1, 2_300_000);
    }

    [Fact]
    public async Task Clients_come_back_after_so_long()
    {
        await using var server = await StartAsync("AOTSSE_RETRY", "100");
        for (var i = 0; i < 10; i++)
        {
            var (stream, first) = await EventStream.SubscribeAsync(server.Port, "/stream/a");
            stream.Dispose();
            Assert.InRange(first.Retry, 50, 150);
        }
    }

    [Theory]
    [InlineData("AOTSSE_MAX_SUBSCRIBERS", "/stream/b")]
    [InlineData("AOTSSE_MAX_SUBSCRIBERS_PER_TOPIC", "/stream/a")]
    [InlineData("AOTSSE_MAX_SUBSCRIBERS_PER_ADDRESS", "/stream/b")]
    public async Task Who_comes_beyond_a_limit_is_told_to_come_back(string variable, string path)
    {
        await using var server = await StartAsync(variable, "2");
        using var one = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
        using (var two = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream)
        using (var three = await EventStream.OpenAsync(server.Port, path))
            Assert.Null(FirstBlock.Parse(Assert.Single(await three.ReadToEndAsync())).Id);

        await Deadline.UntilAsync(
            async () =>
            {
                using var again = await EventStream.OpenAsync(server.Port, path);
                return FirstBlock.Parse(await again.NextBlockAsync()).Id;
            },
            static id => id is not null,
            Deadline.Usual,
            "there is room again");
    }

    [Theory]
    [InlineData("disconnect", "")]
    [InlineData("drop-oldest", "event: gap")]
    public async Task Who_falls_behind_is_cut_off_or_goes_on_after_a_gap(string policy, string told)
    {
        await using var server = await StartAsync("AOTSSE_LAG", policy, "--write-timeout", "600", "--retain-bytes", "2000000");
        using var connection = await RawConnection.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port), smallReceiveBuffer: true);
        using var stream = await EventStream.OpenAsync(connection, "/stream/a", "localhost");
        await stream.NextBlockAsync();
        var data = new string('x', 500_000);
        for (var i = 0; i < 60; i++) await server.Publisher.PublishAsync("a", data);

        if (policy == "disconnect")
        {
            Assert.DoesNotContain("event: gap", string.Concat(await stream.ReadToLastChunkAsync()), StringComparison.Ordinal);
            return;
        }

        var last = (await server.Publisher.PublishAsync("a", "the last")).Id;
        var blocks = new List<string>();
        do blocks.Add(await stream.NextBlockAsync());
        while (!blocks[^1].StartsWith($"id: {last}\n", StringComparison.Ordinal));
        Assert.Contains(blocks, block => block.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_takes_nothing_is_given_up_after_so_long()
    {
        await using var server = await StartAsync("AOTSSE_WRITE_TIMEOUT", "1", "--lag", "drop-oldest");
        using var connection = await RawConnection.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port), smallReceiveBuffer: true);
        using var stream = await EventStream.OpenAsync(connection, "/stream/a", "localhost");
        var data = new string('x', 500_000);
        for (var i = 0; i < 40; i++) await server.Publisher.PublishAsync("a", data);
        await Deadline.UntilAsync(() => server.Publisher.PublishAsync("a", "x"), static published => published.Subscribers == 0, Deadline.Usual, "the client is given up");
    }

    [Theory]
    [InlineData("--retry", "0")]
    [InlineData("--retain-events", "0")]
    [InlineData("--retain-bytes", "-1")]
    [InlineData("--retain-seconds", "0")]
    [InlineData("--retain-total-bytes", "100")]
    [InlineData("--lag", "coalesce")]
    [InlineData("--max-subscribers", "many")]
    [InlineData("--max-subscribers-per-topic", "-1")]
    [InlineData("--max-subscribers-per-address", "1.5")]
    [InlineData("--write-timeout", "0")]
    [InlineData("--trace-context", "1")]
    public async Task A_wrong_value_ends_the_start_and_is_named(string option, string value)
    {
        var run = await Command.RunServerAsync(new() { MoreArguments = [option, value] });
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches($@"\Aaotsse: {option}: '{value}' is [^\n]+\n\z", run.Error);
    }

    private static Task<ServerProcess> StartAsync(string variable, string value, params string[] arguments) =>
        ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { [variable] = value }, MoreArguments = arguments });

    private static async Task PublishUntilTakenAsync(ServerProcess server, string topic, string data) => await Deadline.UntilAsync(
        () => server.Publisher.PostAsync($"/stream/{topic}", System.Text.Encoding.UTF8.GetBytes(data)),
        answer =>
        {
            if (answer.Status != 200) answer.Problem(503);
            return answer.Status == 200;
        },
        Deadline.Usual,
        $"{topic} is published");
}
