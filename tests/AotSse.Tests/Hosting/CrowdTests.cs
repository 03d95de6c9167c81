using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace AotSse.Tests.Hosting;

/// <summary>Many clients, some of which behave badly.</summary>
[CollectionDefinition(nameof(CrowdTests), DisableParallelization = true)]
[Collection(nameof(CrowdTests))]
public sealed class CrowdTests
{
    private const int Good = 790;
    private const int Checked = 10;
    private const int Idle = 100;
    private const int Dripping = 100;
    private const int Events = 1_501;
    private const int AtOnce = 300;

    [Fact]
    public async Task Of_a_thousand_the_two_hundred_that_hardly_read_cost_the_others_nothing()
    {
        await using var app = await TestApp.StartAsync(host: static host => host.UseSockets(static sockets => sockets.CreateBoundListenSocket = SmallBuffers));
        using var meters = new Meters(app);
        var prices = app.Services.GetRequiredService<Prices>();
        using var good = new PollingReaders(app.Client.BaseAddress!.Port, "/prices/A", Good, (byte)'{'); // Each event has one.
        var clients = new List<RawClient>();
        for (var i = 0; i < Checked + Idle + Dripping; i++) clients.Add(await RawClient.ConnectAsync(app.Client.BaseAddress!, "/prices/A", receiveBuffer: i < Checked ? null : 4_096));
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == Good + clients.Count, "all are subscribed");

        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var dripping = clients[^Dripping..].ConvertAll(client => DripAsync(client, over.Token));
        var reading = clients[..Checked].ConvertAll(client => client.ReadToAsync("\"end\"}\n\n"));
        var text = new string('x', 1_000);
        var published = new StringBuilder();
        string? epoch = null;
        for (var i = 1; i < Events; i++)
        {
            epoch = (await prices.Halted("A", text)).Id.Epoch;
            published.Append(System.Globalization.CultureInfo.InvariantCulture, $"id: {epoch}-{i}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"{text}\"}}\n\n");
            if (i % AtOnce == 0) good.WaitForNext(AtOnce * Good); // Nobody who reads may be overtaken, however busy the machine is.
        }

        await prices.Halted("A", "end");
        published.Append(System.Globalization.CultureInfo.InvariantCulture, $"id: {epoch}-{Events}\nevent: halted\ndata: {{\"symbol\":\"A\",\"reason\":\"end\"}}\n\n");
        good.WaitForNext(Good);
        await Task.WhenAll(reading);

        var expected = published.ToString();
        foreach (var client in clients[..Checked]) Assert.EndsWith($"id: {epoch}-0\n\n{expected}", client.Body.ToString(), StringComparison.Ordinal);
        Assert.True(meters.Recorded("aotsse.lag") >= Idle + Dripping, $"Only {meters.Recorded("aotsse.lag")} times was anybody behind: the bad ones were not bad.");
        await over.CancelAsync();
        await Task.WhenAll(dripping);
        clients.ForEach(client => client.Dispose());
        good.Dispose();
        await Eventually.TrueAsync(() => app.Hub.ConnectionCount == 0, "all have left");
    }

    /// <summary>A kernel that takes little for a client that does not read: otherwise it would hide megabytes for each.</summary>
    private static Socket SmallBuffers(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = 16 * 1024;
        return socket;
    }

    /// <summary>One byte a second.</summary>
    private static async Task DripAsync(RawClient client, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(over)) await client.ReadAsync(1);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }
}
