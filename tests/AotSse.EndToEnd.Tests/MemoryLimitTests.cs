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
        await using var server = await ServerProcess.StartAsync(new() { Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "4000000" } });
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
