namespace AotSse.Cluster.Tests;

/// <summary>A key is for one event, whichever nodes are asked.</summary>
public sealed class OnceTests(RunningBroker broker)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Client = new() { Timeout = Deadline.Usual };

    [Fact]
    public async Task The_same_key_at_two_nodes_at_once_is_one_event_with_one_id()
    {
        await using var nodes = await Nodes.StartAsync(2, broker.Url, RunningBroker.NewStream());
        await using var client = new Listener(nodes, "/stream/a", seed: 1, only: 1);
        await client.SubscribedAsync();

        var ids = new List<string>();
        for (var number = 0; number < 100; number++)
        {
            var key = $"key-{number}";
            var answers = await Task.WhenAll(PostAsync(nodes, 0, key), PostAsync(nodes, 1, key), PostAsync(nodes, number % 2, key));
            Assert.Single(answers.Distinct());
            ids.Add(answers[0]);
        }

        var last = await nodes[0].Publisher.PublishAsync("a", "last"); // Behind whatever might have been stored twice.
        await client.ReachedAsync(last.Id.Number, Limit);
        await client.StopAsync();
        Assert.Equal([.. ids.Select(static (id, number) => (id, $"key-{number}"))], client.Events.SkipLast(1).Select(static one => ($"{one.Id}", one.Data)));
    }

    /// <summary>Whether the node that was killed had sent the event or not, and whether it was stored or not, the next one asked knows.</summary>
    [Fact]
    public async Task A_publisher_whose_node_dies_before_it_answers_asks_another()
    {
        const int rounds = 12;
        await using var nodes = await Nodes.StartAsync(2, broker.Url, RunningBroker.NewStream());
        await using var client = new Listener(nodes, "/stream/a", seed: 1, only: 1);
        await client.SubscribedAsync();

        var (ids, answered) = (new List<string>(), 0);
        for (var round = 0; round < rounds; round++)
        {
            using var connection = await RawConnection.ConnectAsync(nodes.ControlOf(0));
            await connection.SendAsync($"POST /stream/a HTTP/1.1\r\nHost: 127.0.0.1\r\nIdempotency-Key: \"key-{round}\"\r\nContent-Length: {$"key-{round}".Length}\r\n\r\nkey-{round}");
            // A little later each time: from before it was read to after it was answered.
            await Task.Delay(TimeSpan.FromMilliseconds(round), TestContext.Current.CancellationToken);
            await nodes.KillAsync(0);
            ids.Add(await PostAsync(nodes, 1, $"key-{round}"));
            if (await IsAnsweredAsync(connection)) answered++;
            await nodes.StartAsync(0);
            await nodes.ReadyAsync(0);
            Assert.Equal(ids[^1], await PostAsync(nodes, 0, $"key-{round}")); // The node that forgot everything knows too.
        }

        Assert.True(answered < rounds, "The node has always answered before it was killed.");
        await client.ReachedAsync(EventId.Parse(ids[^1]).Number, Limit);
        await client.StopAsync();
        Assert.Equal([.. ids.Select(static (id, round) => (id, $"key-{round}"))], client.Events.Select(static one => ($"{one.Id}", one.Data)));
    }

    private static async Task<bool> IsAnsweredAsync(RawConnection connection)
    {
        try
        {
            return await connection.ReadByteAsync() is not null;
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Reset: the node died without a word.
            return false;
        }
    }

    private static async Task<string> PostAsync(Nodes nodes, int node, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{nodes.ControlOf(node)}/stream/a")) { Content = new StringContent(key) };
        request.Headers.Add("Idempotency-Key", $"\"{key}\"");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == 200, answer);
        using var json = System.Text.Json.JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("id").GetString()!;
    }
}
