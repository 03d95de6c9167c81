namespace AotSse.EndToEnd.Tests;

/// <summary>The machine's clock is set back and forth under the server (Debian's libfaketime).</summary>
public sealed class ClockTests
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

    [Theory]
    [InlineData("-400d")]
    [InlineData("+400d")]
    public async Task A_clock_that_jumps_loses_no_event_and_no_order(string jump)
    {
        var time = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(time, "+0", TestContext.Current.CancellationToken);
            await using var server = await ServerProcess.StartAsync(new()
            {
                HeartbeatSeconds = 1,
                Environment = new Dictionary<string, string>
                {
                    ["LD_PRELOAD"] = Library,
                    ["FAKETIME_TIMESTAMP_FILE"] = time,
                    ["FAKETIME_NO_CACHE"] = "1",
                    ["DONT_FAKE_MONOTONIC"] = "1",
                },
            });
            using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/a")).Stream;
            var before = (await server.Publisher.PublishAsync("a", "before")).Id;
            Assert.Equal($"id: {before}\ndata: before\n\n", await stream.NextBlockAsync());

            await File.WriteAllTextAsync(time, jump, TestContext.Current.CancellationToken);
            Assert.Equal(":\n\n", await stream.NextBlockAsync());
            var after = (await server.Publisher.PublishAsync("a", "after")).Id;
            Assert.Equal(before.Plus(1), after);
            Assert.Equal($"id: {after}\ndata: after\n\n", await NextEventAsync(stream));

            using var again = (await EventStream.SubscribeAsync(server.Port, "/stream/a", $"Last-Event-ID: {before}")).Stream;
            Assert.Equal($"id: {after}\ndata: after\n\n", await again.NextBlockAsync());
            var ticket = (await server.Publisher.PostAsync("/tickets", """{"topics":["a"],"seconds":30}"""u8.ToArray())).Body;
            Assert.Contains("ticket", ticket, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(time);
        }
    }

    private static async Task<string> NextEventAsync(EventStream stream)
    {
        string block;
        do block = await stream.NextBlockAsync();
        while (block == ":\n\n");
        return block;
    }
}
