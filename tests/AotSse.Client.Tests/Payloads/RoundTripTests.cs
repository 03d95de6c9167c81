using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AotSse.Generators.Tests.Payloads;
using static AotSse.Client.Tests.Payloads.ShapesClient;

namespace AotSse.Client.Tests.Payloads;

/// <summary>What the server writes the client reads: random values of every shape, over Kestrel.</summary>
public sealed class RoundTripTests(RunningShop server) : IClassFixture<RunningShop>
{
    private const int Values = 40;

    private static readonly JsonSerializerOptions Reference = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static TheoryData<string> Shapes => [.. typeof(Shapes).GetMethods().Where(method => method.GetParameters() is [{ Name: "value" }] && method.ReturnType == typeof(void)).Select(method => method.Name)];

    [Fact]
    public void Every_kind_is_there() => Assert.Equal(19, Shapes.Count);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Of_every_shape(string shape)
    {
        var publish = typeof(Shapes).GetMethod(shape)!;
        var type = publish.GetParameters()[0].ParameterType;
        var random = new RandomValues(shape.Length);
        var sent = Enumerable.Range(0, Values).Select(_ => random.Of(type)).ToList();
        await using var events = await SubscribeAsync();
        foreach (var value in sent)
        {
            publish.Invoke(server.Shapes, [value]);
            var received = await events.NextAsync();
            Assert.Equal(shape, received.GetType().Name);
            AssertSame(value, received.GetType().GetProperty("Value")!.GetValue(received), type);
        }
    }

    [Fact]
    public async Task Of_numbers_that_JSON_has_no_literals_for()
    {
        await using var events = await SubscribeAsync();
        foreach (var number in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5 })
        {
            server.Shapes.Literal(new Named { Number = number });
            Assert.Equal(number, Assert.IsType<ShapesEvent.Literal>(await events.NextAsync()).Value.Number);
        }
    }

    /// <summary>Its options are its own if it has any; else those of everything around it.</summary>
    [Fact]
    public async Task Of_what_only_a_context_can_write()
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        await using var events = new StationsClient(http).Stations("x", TestContext.Current.CancellationToken).Read();
        using var raw = new StreamReader(await http.GetStreamAsync(new Uri("stations?lastEventId=x", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.IsType<StationsClient.StationsEvent.Gap>(await events.NextAsync());
        Assert.Contains("\"reason\"", await DataAsync(), StringComparison.Ordinal);

        server.Stations.Measured([new Weather(1, 2.5)]);
        server.Stations.Rose(3, new Tide(2, -1));
        server.Stations.Counted(new() { [Level.VeryHigh] = 4 });

        Assert.Equal("""[{"stationId":1,"degreesCelsius":5}]""", await DataAsync());
        Assert.Equal("""{"station":3,"tide":{"station-id":2,"water-level":-2}}""", await DataAsync());
        Assert.Equal("""{"days":{"veryHigh":4}}""", await DataAsync());
        Assert.Equal([new Weather(1, 2.5)], Assert.IsType<StationsClient.StationsEvent.Measured>(await events.NextAsync()).Weather);
        Assert.Equal(new Tide(2, -1), Assert.IsType<StationsClient.StationsEvent.Rose>(await events.NextAsync()).Tide);
        Assert.Equal(new() { [Level.VeryHigh] = 4 }, Assert.IsType<StationsClient.StationsEvent.Counted>(await events.NextAsync()).Days);

        async Task<string> DataAsync()
        {
            while (true)
            {
                var line = await raw.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new EndOfStreamException();
                if (line.StartsWith("data: ", StringComparison.Ordinal)) return line["data: ".Length..];
            }
        }
    }

    [Fact]
    public async Task Of_members_that_no_type_has()
    {
        await using var events = await SubscribeAsync();
        using var json = JsonDocument.Parse("""{"a":[1,"x"],"b":null}""");
        server.Shapes.Extends(new Extended { Number = 1, More = json.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value) });

        var received = Assert.IsType<ShapesEvent.Extends>(await events.NextAsync()).Extended;
        Assert.Equal(1, received.Number);
        Assert.Equal("""[1,"x"]""", received.More!["a"].GetRawText());
        Assert.Equal(JsonValueKind.Null, received.More["b"].ValueKind);
        Assert.Equal(2, received.More.Count);
    }

    [Fact]
    public async Task Of_the_parameters_of_a_method()
    {
        await using var events = await SubscribeAsync();
        var points = ImmutableDictionary<string, Point>.Empty.Add("p", new Point(1, 2));
        server.Shapes.Spread(1, new Point(2, 3), "c", [Fruit.Pear], Color.Green, ImmutableHashSet.Create(7), points);
        server.Shapes.Spread(-1, null, null, [], Color.Red, null, null);

        var first = Assert.IsType<ShapesEvent.Spread>(await events.NextAsync());
        Assert.Equal((1, new Point(2, 3), "c", Color.Green), (first.A, first.B, first.Class, first.E));
        Assert.Equal([Fruit.Pear], first.D);
        Assert.Equal([7], first.F!);
        Assert.Equal(points, first.G!);
        var second = Assert.IsType<ShapesEvent.Spread>(await events.NextAsync());
        Assert.Equal((-1, null, null, Color.Red, null), (second.A, second.B, second.Class, second.E, second.F));
    }

    [Fact]
    public async Task What_is_missing_is_the_default()
    {
        using var other = new ScriptedServer();
        await using var events = new ShapesClient(other.CreateClient()).Shapes(cancellationToken: TestContext.Current.CancellationToken).Read();
        var move = events.Move();
        (await other.NextAsync()).Open().Send("""
            event: spread
            data: {"A":3,"unknown":[{}]}

            event: choice
            data: {"a":4}

            event: inherited
            data: {}

            event: newer
            data: what?

            event: scalar
            data: {"int":"x"}


            """.ReplaceLineEndings("\n"));
        Assert.True(await move);
        var spread = Assert.IsType<ShapesEvent.Spread>(events.Current);
        Assert.Equal((3, null, null, Color.Red), (spread.A, spread.B, spread.Class, spread.E));
        var choice = Assert.IsType<ShapesEvent.Choice>(await events.NextAsync()).Value;
        Assert.Equal((4, "given"), (choice.A, choice.B));
        Assert.Null(Assert.IsType<ShapesEvent.Inherited>(await events.NextAsync()).Value.Required);
        Assert.Equal(new ShapesEvent.Unknown("newer", "what?"), await events.NextAsync());
        var error = await Assert.ThrowsAsync<EventStreamException>(events.Move);
        Assert.StartsWith("The event 'scalar' is not what the contract says: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("$.int", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Subscribed means: an event has come back.</summary>
    private async Task<Reading<ShapesEvent>> SubscribeAsync()
    {
        // A position that no log knows is answered by a gap at once.
        var events = server.ShapesClient.Shapes("x", TestContext.Current.CancellationToken).Read();
        Assert.IsType<ShapesEvent.Gap>(await events.NextAsync());
        var marker = Random.Shared.Next(1, int.MaxValue);
        server.Shapes.Spread(marker, null, null, [], default, null, null);
        while (await events.NextAsync() is not ShapesEvent.Spread spread || spread.A != marker)
        {
        }

        return events;
    }

    private static void AssertSame(object? sent, object? received, Type type)
    {
        // The serializer of the reference knows every type by reflection. The order of a hash table is not part of its value.
        var expected = JsonSerializer.SerializeToNode(sent, type, Reference);
        var actual = JsonSerializer.SerializeToNode(received, type, Reference);
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Sent:\n{expected}\nReceived:\n{actual}");
    }
}
