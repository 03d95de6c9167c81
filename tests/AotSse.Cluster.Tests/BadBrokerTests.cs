using RabbitMQ.Client;

namespace AotSse.Cluster.Tests;

/// <summary>A broker that cannot be used: the server runs on, says why and keeps the password to itself, and gets well when the broker does.</summary>
public sealed class BadBrokerTests(RunningBroker broker)
{
    private const string Password = "s3cr3t-pAssw0rd";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_wrong_password_is_named_and_not_shown()
    {
        await using var server = await StartAsync(BrokerNode.UrlAt(broker.Node.Port, $"guest:{Password}"), RunningBroker.NewStream());
        await SaysAsync(server, "ACCESS_REFUSED");
        await ShowsNoPasswordAsync(server);
    }

    [Fact]
    public async Task A_broker_that_is_not_there_is_named_and_used_when_it_comes()
    {
        using var network = new TcpRelay(broker.Node.Port);
        network.Cut(letNobodyIn: true);
        await using var server = await StartAsync($"{BrokerNode.UrlAt(FreePort.Next(), $"guest:{Password}")},{BrokerNode.UrlAt(network.Port)}", RunningBroker.NewStream());
        var said = await SaysAsync(server, "Connection refused");
        Assert.Contains($"amqp://127.0.0.1:{network.Port}/", said, StringComparison.Ordinal); // Each is named.
        await ShowsNoPasswordAsync(server);
        using (var stream = await EventStream.OpenAsync(server.Port, "/stream/a")) Assert.Matches(@"\Aretry: [0-9]+\n\n\z", Assert.Single(await stream.ReadToLastChunkAsync()));
        (await server.Publisher.PostAsync("/stream/a", "x"u8.ToArray())).Problem(503);

        network.LetIn();
        await ReadyAsync(server);
        await server.Publisher.PublishAsync("a", "well again");
        Assert.Contains(server.Errors, static line => line.Contains("can be reached again", StringComparison.Ordinal));
        await ShowsNoPasswordAsync(server);
    }

    [Fact]
    public async Task A_queue_that_is_no_stream_is_named_and_a_stream_in_its_place_is_used()
    {
        var name = RunningBroker.NewStream();
        await broker.Node.UseAsync(channel => channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false));
        await broker.Node.UseAsync(async channel => await channel.BasicPublishAsync("", name, "not ours"u8.ToArray()));
        await using var server = await StartAsync(broker.Url, name);
        var said = await SaysAsync(server, name);
        Assert.Contains("stream", said, StringComparison.Ordinal);

        await broker.Node.UseAsync(channel => channel.QueueDeleteAsync(name));
        await ReadyAsync(server);
        await server.Publisher.PublishAsync("a", "well again");
    }

    [Fact]
    public async Task A_stream_with_other_settings_is_used_as_it_is()
    {
        var name = RunningBroker.NewStream();
        await broker.Node.UseAsync(channel => channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "stream" }));
        await using var server = await StartAsync(broker.Url, name);
        await ReadyAsync(server);
        await server.Publisher.PublishAsync("a", "taken");
        Assert.Contains(server.Errors, line => line.Contains($"The stream '{name}' exists with other settings", StringComparison.Ordinal));
    }

    private static Task<ServerProcess> StartAsync(string brokers, string stream) => ServerProcess.StartAsync(new()
    {
        Environment = new Dictionary<string, string> { ["AOTSSE_RABBITMQ"] = brokers, ["AOTSSE_RABBITMQ_STREAM"] = stream },
    });

    /// <summary>Waits until the server says something of its broker, where a probe looks and where a person does.</summary>
    private static async Task<string> SaysAsync(ServerProcess server, string text)
    {
        var answer = await Deadline.UntilAsync(() => server.Publisher.GetAsync("/readyz"), answer => answer.Status == 503 && answer.Body.Contains(text, StringComparison.Ordinal), Limit, $"/readyz says '{text}'");
        await Deadline.UntilAsync(() => Task.FromResult(string.Join('\n', server.Errors)), errors => errors.Contains(text, StringComparison.Ordinal), Limit, $"standard error says '{text}'");
        Assert.Equal("healthy\n", (await server.Publisher.GetAsync("/healthz")).Body);
        return answer.Body;
    }

    private static async Task ReadyAsync(ServerProcess server) =>
        await Deadline.UntilAsync(() => server.Publisher.GetAsync("/readyz"), static answer => answer.Status == 200, Limit, $"the server is ready. {server.Said()}");

    private static async Task ShowsNoPasswordAsync(ServerProcess server)
    {
        Assert.DoesNotContain(Password, server.Said(), StringComparison.Ordinal);
        foreach (var path in (string[])["/readyz", "/metrics", "/streams"]) Assert.DoesNotContain(Password, (await server.Publisher.GetAsync(path)).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, (await server.Publisher.PostAsync("/stream/a", "x"u8.ToArray())).Body, StringComparison.Ordinal);
    }
}
