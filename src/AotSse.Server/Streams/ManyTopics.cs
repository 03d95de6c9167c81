using AotSse.Fanout;
using AotSse.Hosting;

namespace AotSse.Server.Streams;

/// <summary><c>GET /stream?topic=a&amp;topic=b/*</c>: several topics on one connection. Without a topic, the address is the stream that greets.</summary>
internal static class ManyTopics
{
    private const string Parameter = "topic";

    /// <summary>Gives the address of the greeting stream its second meaning.</summary>
    public static void Apply(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RoutePattern.RawText: HelloStream.Route, RequestDelegate: { } greet }) return;
        endpoint.RequestDelegate = context => context.Request.QueryString.HasValue && context.Request.Query.ContainsKey(Parameter) ? SubscribeAsync(context) : greet(context);
    }

    private static Task SubscribeAsync(HttpContext context)
    {
        var topics = TopicPatterns.TryCreate(context.Request.Query[Parameter], out var wrong);
        return topics is null
            ? Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "Bad Request", wrong!, static json => json.WriteString("parameter"u8, Parameter))
            : EventStreamEndpoints.SubscribeToManyAsync(context, TopicStream.Route, topics);
    }
}
