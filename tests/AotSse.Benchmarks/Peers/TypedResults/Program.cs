// ASP.NET Core's own TypedResults.ServerSentEvents, with a bounded channel for each subscriber as its documentation shows.
using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Threading.Channels;

var capacity = int.TryParse(Environment.GetEnvironmentVariable("CAPACITY"), out var number) ? number : 1024;
var topics = new ConcurrentDictionary<string, Topic>();

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();

app.MapGet("/stream/{topic}", (string topic, CancellationToken cancellation) =>
    TypedResults.ServerSentEvents(topics.GetOrAdd(topic, _ => new Topic()).Subscribe(capacity, cancellation)));

// Each line is "<topic> <data>".
app.MapPost("/publish", async (HttpRequest request) =>
{
    using var body = new StreamReader(request.Body);
    while (await body.ReadLineAsync() is { } line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && topics.TryGetValue(line[..space], out var topic))
            topic.Publish(line[(space + 1)..]);
    }

    return TypedResults.NoContent();
});

app.MapGet("/gc", () =>
{
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    GC.WaitForPendingFinalizers();
    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    return TypedResults.NoContent();
});

app.Run();

internal sealed class Topic
{
    private readonly ConcurrentDictionary<Channel<SseItem<string>>, bool> _subscribers = new();
    private long _events;

    public void Publish(string data)
    {
        var item = new SseItem<string>(data) { EventId = (++_events).ToString(System.Globalization.CultureInfo.InvariantCulture) };
        foreach (var (subscriber, _) in _subscribers)
            subscriber.Writer.TryWrite(item);
    }

    // Not an iterator: the subscription must stand before the response head leaves.
    public IAsyncEnumerable<SseItem<string>> Subscribe(int capacity, CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        // Its response head leaves with the first event only: without this one a subscriber would not know that it is connected.
        channel.Writer.TryWrite(new SseItem<string>(""));
        _subscribers[channel] = true;
        cancellation.Register(() =>
        {
            _subscribers.TryRemove(channel, out _);
            channel.Writer.TryComplete();
        });
        return channel.Reader.ReadAllAsync(CancellationToken.None);
    }
}
