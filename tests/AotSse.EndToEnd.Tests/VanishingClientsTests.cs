namespace AotSse.EndToEnd.Tests;

/// <summary>Clients that go without a goodbye leave nothing behind.</summary>
public sealed class VanishingClientsTests
{
    private const string Topic = "visited";

    private const int Clients = 2000;

    /// <summary>Open at once, so that both processes stay below the 1,024 open files that many systems allow.</summary>
    private const int Wave = 200;

    [Fact]
    public async Task Two_thousand_that_vanish_leave_no_subscriber_and_no_open_file()
    {
        await using var server = await ServerProcess.StartAsync();
        // The first visitors make the server open what it keeps for good, such as the handles of its event loop.
        await VisitAndVanishAsync(server);
        await AssertNobodyIsLeftAsync(server, int.MaxValue);
        var before = server.OpenFiles;

        for (var visitors = 0; visitors < Clients; visitors += Wave)
            await VisitAndVanishAsync(server);

        await AssertNobodyIsLeftAsync(server, before);
        var (stream, _) = await EventStream.SubscribeAsync(server.Port, $"/stream/{Topic}");
        using var _1 = stream;
        var published = await server.Publisher.PublishAsync(Topic, "still here");
        Assert.Equal(1, published.Subscribers);
        Assert.Equal($"id: {published.Id}\ndata: still here\n\n", await stream.NextBlockAsync());
    }

    /// <summary>A quarter each: a topic's subscriber and a clock's that reset, a request half sent that is reset, and one that is closed.</summary>
    private static async Task VisitAndVanishAsync(ServerProcess server)
    {
        var streams = new List<EventStream>();
        var halfHeads = new List<RawConnection>();
        for (var i = 0; i < Wave / 4; i++)
        {
            streams.Add((await EventStream.SubscribeAsync(server.Port, $"/stream/{Topic}")).Stream);
            streams.Add((await EventStream.SubscribeAsync(server.Port, "/stream")).Stream);
            halfHeads.Add(await HalfAHeadAsync(server));
            halfHeads.Add(await HalfAHeadAsync(server));
        }

        Assert.Equal(Wave / 4, (await server.Publisher.PublishAsync(Topic, "to all who are here")).Subscribers);

        foreach (var stream in streams)
            stream.Reset();
        for (var i = 0; i < halfHeads.Count; i += 2)
        {
            halfHeads[i].Reset();
            halfHeads[i + 1].Dispose();
        }

        // The next visitors come when these are known to be gone, so that each wave counts its own.
        await AssertNobodyIsLeftAsync(server, int.MaxValue);
    }

    private static async Task<RawConnection> HalfAHeadAsync(ServerProcess server)
    {
        var connection = await RawConnection.ConnectAsync(server.Port);
        await connection.SendAsync($"GET /stream/{Topic} HTTP/1.1\r\nHost: 127.0.");
        return connection;
    }

    private static async Task AssertNobodyIsLeftAsync(ServerProcess server, int openFiles) => await Deadline.UntilAsync(
        async () => ((await server.Publisher.PublishAsync(Topic, "anybody?")).Subscribers, server.OpenFiles),
        left => left.Subscribers == 0 && left.OpenFiles <= openFiles,
        Deadline.Usual,
        $"no subscriber and at most {openFiles} open files");
}
