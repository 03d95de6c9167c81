namespace AotSse.EndToEnd.Tests;

/// <summary>What many clients cost is given back when they have gone.</summary>
public sealed class MemoryTests
{
    private const string Topic = "visited";

    private const int Clients = 10_000;

    /// <summary>Open at once, so that both processes stay below the 1,024 open files that many systems allow.</summary>
    private const int Wave = 500;

    private const double Slack = 10;

    [Fact]
    public async Task Ten_thousand_that_come_and_go_while_events_are_published_leave_the_memory_as_it_was()
    {
        await using var server = await ServerProcess.StartAsync();
        await VisitAsync(server, 50);
        await server.Publisher.PublishAsync(Topic, "x");
        await NobodyIsLeftAsync(server, int.MaxValue, double.MaxValue);
        var (files, megabytes) = (server.OpenFiles, server.ResidentMegabytes);

        using var done = new CancellationTokenSource();
        var publishing = PublishUntilAsync(server, done.Token);
        for (var visited = 0; visited < Clients; visited += Wave) await VisitAsync(server, Wave);
        await done.CancelAsync();
        var published = await publishing;

        Assert.True(published > 20, $"Only {published} events were published meanwhile.");
        await NobodyIsLeftAsync(server, files, megabytes + Slack);
    }

    private static async Task VisitAsync(ServerProcess server, int count)
    {
        var visitors = new List<RawConnection>();
        for (var i = 0; i < count; i++)
        {
            visitors.Add(await RawConnection.ConnectAsync(server.Port));
            await visitors[i].SendAsync($"GET /stream/{Topic} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n\r\n");
        }

        foreach (var visitor in visitors) await ResponseHead.ReadAsync(visitor);
        for (var i = 0; i < count; i++)
        {
            if (i % 2 == 0) visitors[i].Reset();
            visitors[i].Dispose();
        }
    }

    private static async Task<int> PublishUntilAsync(ServerProcess server, CancellationToken done)
    {
        var published = 0;
        for (; !done.IsCancellationRequested; published++) await server.Publisher.PublishAsync(Topic, new string('x', 1_000));
        return published;
    }

    private static async Task NobodyIsLeftAsync(ServerProcess server, int openFiles, double megabytes) => await Deadline.UntilAsync(
        async () => ((await server.Publisher.PublishAsync(Topic, "anybody?")).Subscribers, server.OpenFiles, Megabytes: server.ResidentMegabytes),
        left => left.Subscribers == 0 && left.OpenFiles <= openFiles && left.Megabytes <= megabytes,
        Deadline.Usual,
        $"no subscriber, at most {openFiles} open files and {megabytes:F1} MB");
}
