namespace AotSse.EndToEnd.Tests;

/// <summary>Publishers in other languages, with nothing but their standard libraries: those that <c>docs/operations.md</c> names.</summary>
public sealed class PublisherTests
{
    private const int Count = 50;

    [Fact]
    public async Task A_publisher_in_Python_publishes_each_event_once_though_its_connections_are_cut()
    {
        await using var server = await ServerProcess.StartAsync();
        using var relay = new TcpRelay(new Uri(server.Control!).Port);
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/orders/42")).Stream;
        var publishing = Command.RunAsync(Python.CreateProcess(Script("publish.py"), $"http://127.0.0.1:{relay.Port}/stream/orders/42", $"{Count}"), []);
        var blocks = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            blocks.Add(await stream.NextBlockAsync());
            if (i % 7 == 0) relay.Cut();
        }

        var ids = Ids(await publishing);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"id: {ids[i]}\nevent: state\ndata: from Python: {i} äöü 😀\ndata: second line\n\n"), blocks);
        await server.Publisher.PublishAsync("orders/42", "the end");
        Assert.EndsWith("data: the end\n\n", await stream.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_in_Node_sends_a_batch_that_stays_open()
    {
        await using var server = await ServerProcess.StartAsync();
        using var stream = (await EventStream.SubscribeAsync(server.Port, "/stream/orders/42")).Stream;
        var ids = Ids(await Command.RunAsync(NodeClient.CreateProcess("publish.mjs", $"{server.Control}/stream/orders/42", $"{Count}"), []));
        var blocks = await stream.NextBlocksAsync(Count);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"id: {ids[i]}\nevent: state\ndata: {{\"number\":{i},\"text\":\"from Node: äöü 😀\\nsecond line\"}}\n\n"), blocks);
    }

    private static string Script(string name) => Path.Combine(NativeBinary.RepositoryRoot, "tests", "AotSse.EndToEnd.Tests", "clients", name);

    private static string[] Ids(Command run)
    {
        Assert.True(run.ExitCode == 0, run.ToString());
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
