using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>A deploy: two instances behind nginx are restarted one after the other while 500 EventSources listen.</summary>
public sealed class RollingRestartTests
{
    private const string Topic = "orders";
    private const int Clients = 500;
    private const int Retry = 2000;

    /// <param name="drain">Seconds over which an instance ends its streams. Who comes back to it meanwhile is sent away once more.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Nobody_is_lost_nothing_is_missed_in_silence_and_returns_are_spread(int drain)
    {
        using var certificate = new TestCertificate();
        await using var instances = await TwoInstances.StartAsync(Topic, "--retry", $"{Retry}", "--drain", $"{drain}");
        await using var nginx = await Nginx.StartAsync(certificate, instances[0], instances[1]);
        await using var fleet = NodeClient.Start("fleet.mjs", $"http://127.0.0.1:{nginx.Port}/stream/{Topic}", $"{Clients}");
        await UntilAllHaveAsync(fleet, -1);
        instances.Publish();
        await UntilAllHaveAsync(fleet, 3);
        Assert.Equal(Clients, instances.Subscribers.Sum());
        // Each client has its home by its address. By chance alone, 250 and 250 would differ from this once in 10^18.
        Assert.All(instances.Subscribers, static count => Assert.InRange(count, Clients * 3 / 10, Clients * 7 / 10));
        var atFirst = instances.Subscribers[0];

        await instances.StopAsync(0);
        await UntilAllHaveAsync(fleet, instances.Last);
        await instances.StartAgainAsync(0);
        var second = DateTimeOffset.UtcNow;
        await instances.StopAsync(1);
        await UntilAllHaveAsync(fleet, instances.Last);
        await instances.StartAgainAsync(1);
        await instances.StopPublishingAsync();
        await UntilAllHaveAsync(fleet, instances.Last);

        await fleet.SendAsync("report");
        var clients = (await fleet.NextAsync("report")).GetProperty("clients").EnumerateArray().ToList();
        Assert.Equal(Clients, clients.Count);
        var numbers = Enumerable.Range(0, instances.Last + 1);
        Assert.All(clients, client =>
        {
            Assert.Empty(client.GetProperty("undeclared").EnumerateArray());
            Assert.Equal(numbers, client.GetProperty("seen").EnumerateArray().Select(static number => number.GetInt32()));
            Assert.True(client.GetProperty("gaps").GetInt32() > 0, "A client changed the instance and was told of no gap.");
        });

        // Those of the first instance go to the second, and then all to the first.
        AssertSpread(FirstReturns(clients, at => at < second), atFirst);
        AssertSpread(FirstReturns(clients, at => at >= second), Clients);
    }

    /// <summary>Waits until all are connected and have had the event with this number.</summary>
    private static Task<JsonElement> UntilAllHaveAsync(NodeClient fleet, int number) => Deadline.UntilAsync(
        async () =>
        {
            await fleet.SendAsync("status");
            return await fleet.NextAsync("status");
        },
        status =>
        {
            Assert.Equal(0, status.GetProperty("lost").GetInt32());
            return status.GetProperty("open").GetInt32() == Clients && status.GetProperty("last").GetInt32() >= number;
        },
        NodeClient.Patience,
        $"all have {number}");

    /// <summary>Of each client whose stream ended at such a time: after how many milliseconds it was told to come back. It came no earlier.</summary>
    private static List<int> FirstReturns(List<JsonElement> clients, Func<DateTimeOffset, bool> isMeant)
    {
        var first = new List<int>();
        foreach (var client in clients)
        {
            var returns = client.GetProperty("returns").EnumerateArray().Where(one => isMeant(DateTimeOffset.FromUnixTimeMilliseconds(one.GetProperty("endedAt").GetInt64()))).Take(1);
            foreach (var one in returns)
            {
                var told = one.GetProperty("told").GetInt32();
                // Timers of Node.js may be a little early. On a busy machine they are late, which says nothing of the server.
                Assert.InRange(one.GetProperty("after").GetInt32(), told - 20, int.MaxValue);
                first.Add(told);
            }
        }

        return first;
    }

    /// <summary>The window goes from half of the retry time to one and a half. No quarter of it may be nearly empty and no tenth crowded.</summary>
    private static void AssertSpread(List<int> told, int expected)
    {
        Assert.Equal(expected, told.Count);
        Assert.All(told, static time => Assert.InRange(time, Retry / 2, Retry * 3 / 2));
        for (var quarter = 0; quarter < 4; quarter++) Assert.InRange(told.Count(time => Part(time, 4) == quarter), told.Count / 8, told.Count / 2);
        for (var tenth = 0; tenth < 10; tenth++) Assert.InRange(told.Count(time => Part(time, 10) == tenth), 1, told.Count / 4);

        static int Part(int time, int parts) => Math.Min((time - (Retry / 2)) * parts / Retry, parts - 1);
    }
}
