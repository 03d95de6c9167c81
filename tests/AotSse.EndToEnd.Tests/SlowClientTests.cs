namespace AotSse.EndToEnd.Tests;

public sealed class SlowClientTests
{
    [Fact]
    public async Task A_client_that_reads_nothing_delays_nobody()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stalled = await RawConnection.ConnectAsync(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, server.Port), smallReceiveBuffer: true);
        await stalled.SendAsync(EventStream.Request("/stream/shared", $"127.0.0.1:{server.Port}"));
        await ResponseHead.ReadAsync(stalled);
        var (reader, _) = await EventStream.SubscribeAsync(server.Port, "/stream/shared");
        using var _1 = reader;

        // The first 12 MiB are more than the kernel takes for the client that does not read; the rest meets a full connection. Who waited for it would wait
        // for half a minute, until it is given up: each wait here ends with a failure long before.
        var data = new string('x', 256 * 1024);
        for (var i = 0; i < 64; i++)
        {
            var published = await server.Publisher.PublishAsync("shared", data);
            Assert.Equal($"id: {published.Id}\ndata: {data}\n\n", await reader.NextBlockAsync());
        }
    }
}
