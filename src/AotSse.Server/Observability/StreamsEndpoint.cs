using System.Globalization;
using System.Text.Json;
using AotSse.Fanout;
using AotSse.Hosting;
using AotSse.Server.Streams;

namespace AotSse.Server.Observability;

/// <summary><c>GET /streams</c> of the control listener: the topics there are, as JSON.</summary>
/// <param name="hub">Holds the stream they belong to.</param>
internal sealed class StreamsEndpoint(EventStreamHub hub)
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 100_000;

    /// <summary>Those that <c>?topic=</c> means, at most <c>?limit=</c>, in ordinal order.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        TopicPatterns? patterns = null;
        if (query.ContainsKey("topic"))
        {
            patterns = TopicPatterns.TryCreate(query["topic"], out var wrong);
            if (patterns is null) return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", wrong!);
        }

        var limit = DefaultLimit;
        if (query.ContainsKey("limit")
            && (!int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MaxLimit))
        {
            return Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", $"The limit must be a number from 1 to {MaxLimit}.");
        }

        return WriteAsync(context, patterns, limit);
    }

    private async Task WriteAsync(HttpContext context, TopicPatterns? patterns, int limit)
    {
        var topics = hub.GetStream(TopicStream.Route).ReadTopics().Where(topic => patterns?.Matches(topic.Name) ?? true).OrderBy(static topic => topic.Name, StringComparer.Ordinal).ToList();
        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using var _ = json;
        json.WriteStartObject();
        json.WriteNumber("topics", topics.Count);
        json.WriteNumber("openStreams", hub.ConnectionCount);
        json.WriteStartArray("items");
        foreach (var topic in topics.Take(limit))
        {
            json.WriteStartObject();
            json.WriteString("topic", topic.Name);
            json.WriteNumber("subscribers", topic.Subscribers);
            json.WriteNumber("retainedEvents", topic.RetainedEvents);
            json.WriteNumber("retainedBytes", topic.RetainedBytes);
            json.WriteNumber("lagBytes", topic.LagBytes);
            json.WriteNumber("publishedEvents", topic.PublishedEvents);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }
}
