using System.Text;

namespace AotSse.EndToEnd.Tests;

/// <summary>A heap of 64 MB: publishers are told to wait, and nobody loses anything.</summary>
public sealed class MemoryLimitTests
{
    private const int Publishers = 20;
    private const int EventsEach = 30;

    [Fact]
    public async Task Six_hundred_megabytes_pass_through_sixty_four()
    {
        await using var server = await StartAsync();
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/small")).Stream;
        var body = Encoding.UTF8.GetBytes(new string('x', 1_000_000));
        var flood = Task.WhenAll(Enumerable.Range(0, Publishers).Select(async publisher =>
        {
            for (var i = 0; i < EventsEach; i++) await PublishAsync(server, $"p{publisher}/{i}", body);
        }));

        for (var i = 0; i < 10 || !flood.IsCompleted; i++)
        {
            await PublishAsync(server, "small", Encoding.UTF8.GetBytes($"{i}"));
            Assert.EndsWith($"data: {i}\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
        }

        await flood;
        Assert.DoesNotContain(server.Errors, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
    }

    /// <summary>Each line is published or told to come again: none is lost in a broken connection.</summary>
    [Fact]
    public async Task Batches_of_megabytes_pass_through_it_as_well()
    {
        await using var server = await StartAsync();
        var batch = string.Concat(Enumerable.Repeat($"{{\"data\":\"{new string('x', 1_000_000)}\\n\"}}\n", EventsEach));
        var answers = await Task.WhenAll(Enumerable.Range(0, Publishers).Select(publisher => Batch.PostAsync(server, $"p{publisher}", batch)));
        foreach (var lines in answers)
        {
            Assert.Equal(EventsEach, lines.Length);
            Assert.All(lines, static line => Assert.True(line.TryGetProperty("id", out _) || line.GetProperty("error").GetString()!.Contains("again", StringComparison.Ordinal), line.ToString()));
        }

        Assert.DoesNotContain(server.Errors, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
    }

    /// <summary>Four hundred topics, each with all the keys that it remembers: 120 MB, if they were kept.</summary>
    [Fact]
    public async Task Keys_are_forgotten_before_they_take_it_all()
    {
        await using var server = await StartAsync();
        for (var topic = 0; topic < 400; topic++)
        {
            var batch = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{{\"data\":1,\"key\":\"{i}{new string('k', 200)}\"}}\n"));
            Assert.Equal(1000, (await Batch.PostAsync(server, $"t{topic}", batch)).Length);
        }

        var again = await Batch.PostAsync(server, "t399", $"{{\"data\":1,\"key\":\"999{new string('k', 200)}\"}}\n");
        Assert.EndsWith("-400000", Assert.Single(again).GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Contains(server.Errors, static line => line.Contains("warn:", StringComparison.Ordinal) && line.Contains("keys", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Errors, line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal));
    }

    private static Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "4000000" } });

    /// <summary>As a publisher does that keeps to the protocol: again after a 503.</summary>
    private static async Task PublishAsync(ServerProcess server, string topic, byte[] body)
    {
        while (true)
        {
            var answer = await server.Publisher.PostAsync($"/stream/{topic}", body);
            if (answer.Status == 200) return;
            Assert.Contains("again", answer.Problem(503).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
