using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace AotSse.EndToEnd.Tests;

/// <summary>Nothing a publisher passes can forge a field or an event, whichever client reads it.</summary>
public sealed class NastyStringsTests(RunningServer running) : IClassFixture<RunningServer>
{
    private static readonly string[] Nasty =
    [
        "",
        " ",
        "  two leading spaces",
        "\ttab",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\r\r",
        "\r\n\r\n",
        "\n\r",
        "\r\r\n\n",
        "a\nb",
        "a\rb",
        "a\r\nb",
        "a\n\nb",
        "ends with LF\n",
        "ends with CR\r",
        "ends with CRLF\r\n",
        "\nbegins with LF",
        "NUL \0 inside",
        "\0",
        "\uFEFFbegins with a byte order mark",
        "\uFEFF",
        "a\n\uFEFFb",
        "emoji 😀 and a family 👨‍👩‍👧‍👦",
        "not ASCII: ä ß 漢字 العربية \u2028 \u2029 \u0085",
        "data: looks like a field",
        "x\n\ndata: forged",
        "x\r\rdata: forged",
        "x\r\n\r\ndata: forged",
        "x\nid: 999",
        "x\rid: 999\r\r",
        "x\nretry: 1",
        "x\nevent: forged\ndata: y",
        ":comment",
        "x\n:comment\n\n",
        "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        "ffff\r\n",
        "{\"json\":\"\\n\"}",
    ];

    private readonly string _topic = RunningServer.NewTopic();

    private ServerProcess Server => running.Server;

    [Fact]
    public async Task Nasty_data_arrives_as_it_was_meant_in_three_readings()
    {
        var (stream, first) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var _ = stream;
        var expected = new List<Received>();
        var wire = new StringBuilder($"retry: {first.Retry}\nid: {first.Id}\n\n");
        foreach (var data in Nasty)
        {
            var id = (await Server.Publisher.PublishAsync(_topic, data)).Id;
            expected.Add(new Received(id.ToString(), "message", DataLines.AsReceived(data)));
            wire.Append(System.Globalization.CultureInfo.InvariantCulture, $"id: {id}\n{DataLines.Of(data)}\n");
        }

        await stream.NextBlocksAsync(Nasty.Length);

        Assert.Equal(wire.ToString(), Encoding.UTF8.GetString(stream.Received));
        Assert.Equal(expected, ReadWithDotNet(stream.Received));
        Assert.Equal(expected, await ReadWithNodeAsync(stream.Received));
    }

    [Theory]
    [InlineData("name with spaces")]
    [InlineData("data: x")]
    [InlineData("ünïcödé 😀")]
    [InlineData("\uFEFFmark")]
    public async Task Odd_but_allowed_event_names_arrive_as_they_are(string name)
    {
        var (stream, _) = await EventStream.SubscribeAsync(Server.Port, $"/stream/{_topic}");
        using var _1 = stream;

        var id = (await Server.Publisher.PublishAsync(_topic, "x", name)).Id;
        Assert.Equal($"id: {id}\nevent: {name}\ndata: x\n\n", await stream.NextBlockAsync());

        Received[] expected = [new(id.ToString(), name, "x")];
        Assert.Equal(expected, ReadWithDotNet(stream.Received));
        Assert.Equal(expected, await ReadWithNodeAsync(stream.Received));
    }

    private static List<Received> ReadWithDotNet(byte[] stream) =>
        [.. SseParser.Create(new MemoryStream(stream)).Enumerate().Select(item => new Received(item.EventId, item.EventType, item.Data))];

    private static async Task<List<Received>> ReadWithNodeAsync(byte[] stream)
    {
        var run = await Command.RunAsync(NodeClient.CreateProcess("parse.mjs"), stream);
        Assert.True(run.ExitCode == 0, run.Error);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Single(lines, line => line.GetProperty("kind").ValueEquals("retry"));
        return [.. lines.Where(line => !line.GetProperty("kind").ValueEquals("retry")).Select(ToReceived)];
    }

    private static Received ToReceived(JsonElement line)
    {
        Assert.Equal("event", line.GetProperty("kind").GetString());
        return new Received(line.GetProperty("id").GetString(), line.GetProperty("event").GetString() ?? "message", line.GetProperty("data").GetString()!);
    }

    private sealed record Received(string? Id, string Event, string Data);
}
