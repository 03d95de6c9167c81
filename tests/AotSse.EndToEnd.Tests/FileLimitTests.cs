namespace AotSse.EndToEnd.Tests;

/// <summary>A server that may open no more files.</summary>
public sealed class FileLimitTests
{
    private const int Files = 80;
    private const int Clients = 120;

    /// <summary>So many that there is room for the rest, for what the server opens itself, and for a publisher.</summary>
    private const int Leaving = 80;

    [Fact]
    public async Task Who_finds_no_room_waits_and_comes_in_when_others_leave()
    {
        await using var server = await ServerProcess.StartAsync(new() { Launch = ["prlimit", $"--nofile={Files}", NativeBinary.Path] });
        var opening = Enumerable.Range(0, Clients).Select(_ => EventStream.OpenAsync(server.Port, "/stream/a")).ToList();
        await Deadline.UntilAsync(() => Task.FromResult(server.OpenFiles), static open => open >= Files, Deadline.Usual, "the server has opened all it may");

        // Those who are in are served as before; each that leaves lets the next in.
        for (var left = 0; left < Leaving; left++)
        {
            var isIn = await Task.WhenAny(opening);
            opening.Remove(isIn);
            using var stream = await isIn;
            await stream.NextBlockAsync();
        }

        var streams = await Task.WhenAll(opening);
        var published = await server.Publisher.PublishAsync("a", "x");
        Assert.InRange(published.Subscribers, streams.Length, Clients); // Some of the others may just be being closed.
        foreach (var stream in streams)
        {
            await stream.NextBlockAsync();
            Assert.Equal($"id: {published.Id}\ndata: x\n\n", await stream.NextBlockAsync());
            stream.Dispose();
        }
    }
}
